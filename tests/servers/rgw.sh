#!/usr/bin/env bash
# Ceph's RADOS Gateway: S3 as a real store does it, with one monitor, one object daemon that keeps everything in memory, and the gateway.
#
#   rgw.sh dir | install DIR | start DIR INSTANCE PORT MONITORPORT | stop DIR INSTANCE      (see server.sh)
#
# OPTION: CEPH_BYTES is how much the store holds at most (default 12 GiB; memory is used only as it fills).
# The account is AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or testaccess and testsecret.
# shellcheck source-path=SCRIPTDIR source=server.sh
source "$(dirname "$(readlink -f "$0")")/server.sh"

id=ceph-forky
port_count=2

# The stable suite's Ceph gets conditional writes wrong, so a newer suite goes into a folder of its own, and runs there by chroot.
build() {
    need_packages ca-certificates debian-archive-keyring mmdebstrap
    [ "$(id -u)" -eq 0 ] || fail "Ceph runs in a folder with its own Debian, and only root can make that."
    mmdebstrap --quiet --variant=apt --mode=root \
        --keyring=/usr/share/keyrings/debian-archive-keyring.gpg \
        --aptopt='APT::Install-Recommends "false"' --aptopt='Acquire::Check-Valid-Until "false"' --aptopt='Acquire::Languages "none"' \
        --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/doc/*' \
        --include=radosgw,ceph-mon,ceph-osd forky "$1" "$(debian_mirror)"
}

launch() {
    local cluster osd name
    # The instance's folder as the daemons see it.
    at=/instances/$instance
    cluster=$(</proc/sys/kernel/random/uuid)
    osd=$(</proc/sys/kernel/random/uuid)
    mkdir "$home"/{mon,osd,rgw}
    configure "$cluster" >"$home/ceph.conf"
    inside ceph-authtool -C "$at/keyring" --gen-key -n mon. --cap mon 'allow *'
    for name in client.admin client.rgw osd.0; do
        inside ceph-authtool "$at/keyring" --gen-key -n "$name" --cap mon 'allow *' --cap osd 'allow *' --cap mgr 'allow *'
    done
    inside monmaptool --create --fsid "$cluster" --addv a "[v2:127.0.0.1:${ports[1]}]" "$at/monmap"
    inside ceph-mon -c "$at/ceph.conf" --mkfs -i a --monmap "$at/monmap" --keyring "$at/keyring"
    serve mon chroot "$dir" ceph-mon -c "$at/ceph.conf" -i a -f
    inside ceph -c "$at/ceph.conf" --connect-timeout 120 osd new "$osd"
    inside ceph-osd -c "$at/ceph.conf" -i 0 --mkfs --osd-uuid "$osd"
    serve osd chroot "$dir" ceph-osd -c "$at/ceph.conf" -i 0 -f
    # A client that comes while the object daemon boots may miss its answer, and asks again only after five seconds.
    until grep -q 'booting -> active' "$home/osd.0.log"; do
        serving || fail "A daemon has ended."
        sleep 0.05
    done
    inside radosgw-admin -c "$at/ceph.conf" user create --uid=test --display-name=Test \
        --access-key="${AWS_ACCESS_KEY_ID:-testaccess}" --secret-key="${AWS_SECRET_ACCESS_KEY:-testsecret}" >/dev/null
    serve rgw chroot "$dir" radosgw -c "$at/ceph.conf" -n client.rgw -f
}

inside() {
    # Bounded, because a cluster that does not come up lets its tools wait for ever.
    timeout 180 chroot "$dir" "$@"
}

configure() {
    cat <<END
[global]
fsid = $1
mon_initial_members = a
mon_host = v2:127.0.0.1:${ports[1]}
public_addr = 127.0.0.1
cluster_addr = 127.0.0.1
keyring = $at/keyring
run_dir = $at
admin_socket = $at/\$name.asok
log_file = $at/\$name.log
debug_rgw = 0/0
# One daemon, one copy.
osd_pool_default_size = 1
osd_pool_default_min_size = 1
osd_crush_chooseleaf_type = 0
mon_allow_pool_size_one = true
# The work on a placement group is serial, so a few let requests run side by side.
osd_pool_default_pg_num = 8
osd_pool_default_pgp_num = 8
osd_pool_default_pg_autoscale_mode = off
mon_max_pg_per_osd = 2000
mon_data = $at/mon
# A disk that is nearly full is no concern of a store in memory.
mon_data_avail_crit = 1
mon_data_avail_warn = 1
# A lone monitor has nobody to wait for.
paxos_propose_interval = 0.02
paxos_min_wait = 0.01
osd_data = $at/osd
osd_objectstore = memstore
memstore_device_bytes = ${CEPH_BYTES:-12884901888}
# The default queue first measures a disk that is not there, and then paces requests by what it found.
osd_op_queue = wpq
osd_mclock_skip_benchmark = true
[client.rgw]
rgw_frontends = beast endpoint=127.0.0.1:${ports[0]} tcp_nodelay=1
rgw_data = $at/rgw
rgw_run_sync_thread = false
# What is deleted or written over makes room in seconds, not in hours.
rgw_gc_obj_min_wait = 5
rgw_gc_processor_period = 5
END
}

main "$@"
