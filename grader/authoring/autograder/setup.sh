#!/usr/bin/env bash
# Gradescope runs this once, as root, when it builds an assignment's image: Python 3.11 or later, libseccomp for the wall,
# and the grader in a virtual environment of its own. To try it elsewhere, AUTOGRADER names the folder that stands for
# /autograder, and AUTOGRADER_SKIP_APT leaves the system's packages as they are.
set -euo pipefail
root=${AUTOGRADER:-/autograder}

python=python3
if ! python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    python=python3.11 # Ubuntu 22.04 has it beside its own 3.10
fi

if [[ -z ${AUTOGRADER_SKIP_APT:-} ]]; then
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    apt-get install -y -qq --no-install-recommends libseccomp2 "$python" "$python-venv"
fi

"$python" -m venv --clear "$root/venv"
"$root/venv/bin/python" -m pip install --quiet --disable-pip-version-check "$root"/source/*.whl
"$root/venv/bin/grade" list
