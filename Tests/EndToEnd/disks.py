"""Small file systems of their own, for what may happen to a disk. They need root and loop devices."""

import os
import subprocess

import pytest


def run(*words):
    return subprocess.run([str(word) for word in words], capture_output=True, text=True)


class Disk:
    """An ext4 file system in a file, mounted; what a power cut would leave of it can be taken at any moment."""

    def __init__(self, folder, megabytes):
        self.image, self.folder, self.taken = folder / "disk.img", folder / "disk", 0
        self.folder.mkdir()
        with open(self.image, "wb") as file:
            file.truncate(megabytes << 20)
        made = run("mkfs.ext4", "-q", "-F", self.image)
        assert made.returncode == 0, made.stderr
        self.mount()

    def mount(self):
        done = run("mount", "-o", "loop", self.image, self.folder)
        if done.returncode:
            pytest.skip(f"may not mount a loop device here: {done.stderr.strip()}")

    def unmount(self):
        done = run("umount", self.folder)
        assert done.returncode == 0, done.stderr

    def cut(self):
        """Takes the image as it is now, as a power cut would leave it."""
        self.taken += 1
        copy = self.image.with_name(f"cut{self.taken}.img")
        copied = run("cp", "--sparse=always", self.image, copy)
        assert copied.returncode == 0, copied.stderr
        return copy

    def continue_with(self, image):
        """Mounts what was taken in the place of what went on."""
        self.unmount()
        os.replace(image, self.image)
        self.mount()

    def close(self):
        run("umount", "-l", self.folder)
        self.image.unlink(missing_ok=True)
