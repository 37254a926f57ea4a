#!/usr/bin/env bash
# Azurite: Azure Blob Storage in one Node process. It has no blob versions.
#
#   azurite.sh dir | install DIR | start DIR INSTANCE PORT | stop DIR INSTANCE      (see server.sh)
#
# AZURITE_ACCOUNTS=name:base64key names the account; without it, it is Azurite's well-known one.
# shellcheck source-path=SCRIPTDIR source=server.sh
source "$(dirname "$(readlink -f "$0")")/server.sh"

id=azurite-3.35.0
port_count=1

build() {
    if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
        fail "Azurite needs Node.js with npm on the PATH."
    fi
    # The file makes npm take this folder as the project, and not one above it.
    echo '{ "private": true }' >"$1/package.json"
    npm install --prefix "$1" --no-audit --no-fund --no-update-notifier --loglevel=error "azurite@${id#azurite-}"
}

launch() {
    # In memory: nothing to clean up. The check of API versions would refuse any SDK that is newer than Azurite.
    cd "$home"
    serve azurite node "$dir/node_modules/azurite/dist/src/blob/main.js" --blobHost 127.0.0.1 --blobPort "${ports[0]}" \
        --inMemoryPersistence --silent --disableTelemetry --skipApiVersionCheck
}

main "$@"
