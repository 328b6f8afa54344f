#!/bin/bash
# SPDX-License-Identifier: MIT
# Starts the app under test with late-attach.mjs between its standard error and Playwright; reasons stand there.
exec "$KANSHIKI_E2E_APP" "$@" 2> >(exec "$KANSHIKI_E2E_NODE" "${BASH_SOURCE%.sh}.mjs" >&2)
