#!/usr/bin/env bash
# Serves one model of this folder with the tritonserver that the Python package nvidia-pytriton carries:
#   serve.sh MODEL PORT        MODEL is gpt2 or gpt2-stream; its weights are those in $MODEL_DIRECTORY
# The environment is $INFEROMETER_LAB/triton: pip install nvidia-pytriton==0.7.0 transformers==5.23.0 torch
set -euo pipefail
python="${INFEROMETER_LAB:?a folder with the Python environment triton in it}/triton/bin/python"
path() { "$python" -c "import sys, sysconfig; print($1)"; }
site=$(path 'sysconfig.get_path("purelib")')
server="$site/pytriton/tritonserver"
stub="$server/python_backend_stubs/$(path '"%d.%d" % sys.version_info[:2]')/triton_python_backend_stub"
[ -x "$server/backends/python/triton_python_backend_stub" ] || cp "$stub" "$server/backends/python/"
export PATH="$(dirname "$python"):$PATH" PYTHONPATH="$site" HF_HUB_OFFLINE=1
LD_LIBRARY_PATH="$(path 'sysconfig.get_config_var("LIBDIR")')"
export LD_LIBRARY_PATH PYTHONDONTWRITEBYTECODE=1
exec "$server/bin/tritonserver" --model-repository="$(dirname "$0")/models" \
  --backend-directory="$server/backends" --model-control-mode=explicit --load-model="$1" \
  --http-address=127.0.0.1 --http-port="$2" --allow-grpc=false --allow-metrics=false
