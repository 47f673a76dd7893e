import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3]))

from generator import TritonPythonModel  # noqa: E402, F401
