#!/usr/bin/env bash
# moto: S3 in one Python process, started in half a second. It does not check signatures.
#
#   moto.sh dir | install DIR | start DIR INSTANCE PORT | stop DIR INSTANCE      (see server.sh)
# shellcheck source-path=SCRIPTDIR source=server.sh
source "$(dirname "$(readlink -f "$0")")/server.sh"

id=moto-sid
port_count=1

# The stable suite's moto is too old for conditional writes, and sid's pulls in sid's Python. But moto itself is plain Python, so sid's is
# unpacked into a folder and runs on the stable suite's Python and libraries.
build() {
    local apt=$1/apt mirror
    need_packages ca-certificates python3 python3-antlr4 python3-boto3 python3-botocore python3-cryptography python3-dateutil python3-flask \
        python3-flask-cors python3-jinja2 python3-requests python3-responses python3-werkzeug python3-xmltodict python3-yaml
    mirror=$(debian_mirror)
    # Package lists of our own: the machine's must not learn about sid.
    mkdir -p "$apt"/{lists/partial,archives/partial,preferences}
    echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror sid main" >"$apt/sources.list"
    local options=(
        -qq
        -o "Dir::State::lists=$apt/lists" -o "Dir::Cache::archives=$apt/archives" -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache=
        -o "Dir::Etc::sourcelist=$apt/sources.list" -o Dir::Etc::sourceparts=/dev/null -o "Dir::Etc::preferencesparts=$apt/preferences"
        # A mirror that stands still at a date has release files that are out of date.
        -o Acquire::Check-Valid-Until=false
        # apt's own user can't write to this folder.
        -o APT::Sandbox::User=root
        # Package names only, which is all that this asks for.
        -o Acquire::Languages=none)
    apt-get "${options[@]}" update
    (cd "$apt" && apt-get "${options[@]}" download python3-moto && dpkg -x python3-moto_*.deb "$1/root")
    rm -rf "$apt"
    PYTHONPATH=$1/root/usr/lib/python3/dist-packages /usr/bin/python3 -c 'import moto.server, moto.s3.models'
}

launch() {
    # Bodies over a few megabytes go to temporary files, which must go with the instance.
    mkdir "$home/tmp"
    # moto looks at a condition and then writes, with no lock around both. It is atomic as long as Python does not switch threads in
    # between, which it otherwise does every 5 ms: on a busy machine two writers would win.
    # A machine may have an awscrt that is too old for moto, which then fails to complete uploads in parts. Without one it can.
    TMPDIR=$home/tmp PYTHONPATH=$dir/root/usr/lib/python3/dist-packages \
        serve moto /usr/bin/python3 -c 'import sys; sys.setswitchinterval(60); sys.modules["awscrt"] = None; from moto.server import main; main()' \
        -H 127.0.0.1 -p "${ports[0]}"
}

main "$@"
