"""What PyTorch's side of the protocol has in common: version and memory."""

import ctypes
import platform
import resource
import sys

import torch


def version():
    return f"PyTorch {torch.__version__}, Python {platform.python_version()}"


def _status(key):
    with open("/proc/self/status") as status:
        for line in status:
            if line.startswith(key):
                return int(line.split()[1]) * 1024
    raise OSError(key)


def _largest():
    largest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return largest if sys.platform == "darwin" else largest * 1024


def resident_bytes():
    """Resident memory, once what was freed has been given back to the system."""
    try:
        ctypes.CDLL(None).malloc_trim(0)
    except (AttributeError, TypeError):
        pass
    try:
        return _status("VmRSS")
    except OSError:
        return _largest()


def peak_bytes():
    try:
        return _status("VmHWM")
    except OSError:
        return _largest()


def forget_peak():
    """Starts the peak of resident memory anew, where the system can (Linux)."""
    try:
        with open("/proc/self/clear_refs", "w") as file:
            file.write("5")
    except OSError:
        pass
