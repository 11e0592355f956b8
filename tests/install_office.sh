#!/bin/sh
# The long tests open the workbooks in LibreOffice; this installs it from Debian's packages when it may.
set -u
command -v soffice >/dev/null 2>&1 && exit 0
if [ "$(id -u)" = 0 ]; then run=""
elif sudo -n true 2>/dev/null; then run="sudo -n"
else
  echo "The long tests need LibreOffice. Please type:  sudo apt-get install -y libreoffice-calc-nogui" >&2
  exit 1
fi
export DEBIAN_FRONTEND=noninteractive
$run apt-get update -qq && $run apt-get install -y -qq --no-install-recommends libreoffice-calc-nogui >/dev/null
