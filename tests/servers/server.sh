# shellcheck shell=bash
# shellcheck disable=SC2154 # id and port_count come from the script that sources this one.
# What rgw.sh, moto.sh and azurite.sh have in common; they source this file and end with: main "$@"
#
#   dir                          prints the default install folder
#   install DIR                  installs the server there, unless it is there already
#   start DIR INSTANCE PORT…     starts an instance on 127.0.0.1 and returns when it answers
#   stop DIR INSTANCE            ends it and removes what it wrote
#
# An instance ends with the process that started it, however that process dies. OPTION: OWNER_PID names another process to live as long as.
#
# A server's script says: id (name and version), port_count, build FOLDER (installs into an empty folder), and launch (starts the daemons with
# serve). launch and what it calls see dir, instance, home (the instance's own folder) and ports.

set -euo pipefail
script=$(readlink -f "$0")

main() {
    local command=${1:-}
    case $command:$# in
        dir:1) default_folder ;;
        install:2) install_once "$(readlink -m "$2")" ;;
        start:*) [ $# -eq $((3 + port_count)) ] || usage; start "$(readlink -m "$2")" "${@:3}" ;;
        supervise:*) supervise "${@:2}" ;;
        stop:3) name_instance "$(readlink -m "$2")" "$3"; end_instance ;;
        *) usage ;;
    esac
}

usage() {
    fail "usage: ${script##*/} dir | install DIR | start DIR INSTANCE PORT… (ports: $port_count) | stop DIR INSTANCE"
}

fail() {
    echo "$1" >&2
    exit 1
}

default_folder() {
    echo "${ARTIFACTBUILD_TEST_SERVERS:-${XDG_CACHE_HOME:-$HOME/.cache}/artifactbuild-test-servers}/$id"
}

# --- install ---

# The folder appears by one rename of a finished build, so a folder that is there is whole.
install_once() {
    local target=$1 part
    [ ! -d "$target" ] || return 0
    mkdir -p "${target%/*}"
    # One lock for all servers: they share the machine's package manager. What a build starts inherits the lock, so that nobody clears a
    # part while a child of a killed install still writes to it.
    exec 9>"${target%/*}/.install.lock"
    flock 9
    if [ ! -d "$target" ]; then
        # With the lock held, any part is of an install that died. It may hold mounts if it died at a bad moment: stay off them.
        rm -rf --one-file-system -- "$target".part-*
        part=$(mktemp -d "$target.part-XXXXXX")
        chmod 755 "$part"
        build "$part" >&2 </dev/null
        mv -T -- "$part" "$target"
    fi
    exec 9>&-
}

# Installs packages of the machine's own Debian suite that are not there yet.
need_packages() {
    local package missing=()
    command -v apt-get >/dev/null || fail "$id is installed from Debian packages, and this machine has no apt-get."
    for package; do
        [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)" = installed ] || missing+=("$package")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    [ "$(id -u)" -eq 0 ] || fail "$id needs the Debian packages ${missing[*]}, and only root can install them."
    export DEBIAN_FRONTEND=noninteractive
    local get=(apt-get -qq -y -o DPkg::Lock::Timeout=300)
    # A fresh container has no package lists, an old one has lists of packages that are gone: both show here first.
    "${get[@]}" --no-install-recommends install "${missing[@]}" || {
        "${get[@]}" update
        "${get[@]}" --no-install-recommends install "${missing[@]}"
    }
}

# Prints the address of the Debian mirror that this machine uses.
debian_mirror() {
    local mirror
    # shellcheck disable=SC2016 # the names in the format are apt's
    mirror=$(apt-get indextargets --format '$(ORIGIN)|$(REPO_URI)|$(COMPONENT)' 'Created-By: Packages' | sed -n 's/^Debian|\(.*\)|main$/\1/p' | head -n 1)
    # Without package lists apt knows no origin yet.
    # shellcheck disable=SC2016
    [ -n "$mirror" ] || mirror=$(apt-get indextargets --format '$(REPO_URI)|$(COMPONENT)' 'Created-By: Packages' | sed -n 's/|main$//p' | head -n 1)
    [ -n "$mirror" ] || fail "apt-get names no Debian mirror."
    echo "$mirror"
}

# --- start and stop ---

name_instance() {
    dir=$1 instance=$2 home=$1/instances/$2
    [[ $instance =~ ^[A-Za-z0-9_-]{1,40}$ ]] || fail "$instance can't name an instance."
}

start() {
    name_instance "$1" "$2"
    [ -d "$dir" ] || fail "Nothing is installed in $dir."
    sweep
    mkdir -p "$dir/instances"
    mkdir "$home" 2>/dev/null || fail "The instance $instance is there already."
    # From here on the supervisor owns everything. Its streams are files, so that whoever reads ours sees their end.
    setsid bash "$script" supervise "$dir" "$instance" "${OWNER_PID:-$PPID}" "${@:3}" </dev/null >"$home/supervisor.log" 2>&1 &
    local supervisor=$!
    # Only against a hang: a supervisor that fails ends the wait at once.
    for ((i = 0; i < 4800; i++)); do
        [ ! -e "$home/ready" ] || return 0
        if [ -e "$home/failed" ] || ! started_at "$supervisor"; then break; fi
        sleep 0.05
    done
    echo "$id did not start." >&2
    tail -n 20 "$home"/*.log >&2 || true
    end_instance
    exit 1
}

# Runs detached: prepares and starts the daemons, then lives as long as the owner does.
supervise() {
    name_instance "$1" "$2"
    local owner=$3 owner_start port
    ports=("${@:4}")
    started_at $$
    echo "$$ $started" >"$home/supervisor.pid"
    trap 'touch "$home/failed"' EXIT
    started_at "$owner" || fail "The process $owner is gone."
    owner_start=$started
    for port in "${ports[@]}"; do
        ! answers "$port" || fail "Port $port is taken."
    done
    launch
    until answers "${ports[0]}"; do
        serving || fail "A daemon has ended."
        sleep 0.05
    done
    # Somebody else may have taken the port first; then our daemon could not.
    serving || fail "A daemon has ended."
    trap - EXIT
    touch "$home/ready"
    while started_at "$owner" && [ "$started" = "$owner_start" ]; do
        sleep 0.5
    done
    # In a session of its own, because it ends this one.
    setsid --fork bash "$script" stop "$dir" "$instance"
}

# serve NAME COMMAND…: starts a daemon that the kernel kills when the supervisor ends.
serve() {
    setpriv --pdeathsig KILL -- "${@:2}" >"$home/$1.log" 2>&1 &
    echo $! >"$home/$1.pid"
}

serving() {
    local file
    for file in "$home"/*.pid; do
        started_at "$(cut -d ' ' -f 1 "$file")" || return 1
    done
}

# Kills without a word first: what the servers hold is in memory, and one that ends in order would write it out.
end_instance() {
    local pid file
    [ -d "$home" ] || return 0
    if supervised; then
        kill -KILL -- "-$pid" || true
        for file in "$home"/*.pid; do
            for ((i = 0; i < 200; i++)); do
                started_at "$(cut -d ' ' -f 1 "$file")" || break
                sleep 0.05
            done
        done
    fi
    rm -rf -- "$home"
}

# Removes what instances left behind whose supervisor was killed.
sweep() {
    local home pid
    [ -d "$dir/instances" ] || return 0
    while read -r home; do
        supervised || rm -rf -- "$home"
    done < <(find "$dir/instances" -mindepth 1 -maxdepth 1 -mmin +60)
}

# Whether the supervisor of $home lives; sets pid to its id.
supervised() {
    local start
    { read -r pid start <"$home/supervisor.pid"; } 2>/dev/null && started_at "$pid" && [ "$started" = "$start" ]
}

# Sets started to the start time of a process, which tells it from a later one with the same id. Fails for one that is gone or a zombie.
started_at() {
    local stat fields
    { read -r stat <"/proc/$1/stat"; } 2>/dev/null || return 1
    read -ra fields <<<"${stat##*) }"
    started=${fields[19]}
    [[ ${fields[0]} != [ZX] ]]
}

# Whether an HTTP server answers on a port of 127.0.0.1, whatever it says.
answers() {
    local line
    { exec 8<>"/dev/tcp/127.0.0.1/$1"; } 2>/dev/null || return 1
    printf 'GET / HTTP/1.0\r\n\r\n' >&8
    read -rt 5 line <&8 || line=
    exec 8>&-
    [[ $line == HTTP/* ]]
}
