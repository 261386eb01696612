"""Pictures to measure with, the same ones every time: made once, under target/, with numpy and OpenCV.

Photographs in what a codec sees of them: shapes of all sizes (noise in octaves), grain of a sensor, 4:2:0, quality 90, at 2 to
12 megapixels; every eighth lies on its side and says so in EXIF, as telephones do. Where the fixtures are present, their real
photographs come along.
"""
import os
import shutil
from multiprocessing import Pool

import cv2
import numpy as np

SIZES = [(4000, 3000), (3264, 2448), (2592, 1944), (2304, 1728), (1600, 1200), (1920, 1080)]
SMALL = [(224, 224)]
QUALITY = 90
# A quarter turn to the right, as the only entry of an APP1 segment.
LYING = bytes.fromhex("ffe1002245786966000049492a0008000000010012010300010000000600000000000000")

_texture = None


def texture(width, height, seed):
    """Fine shapes: noise of 2 to 16 pixels, finer ones fainter, and grain."""
    random = np.random.default_rng(seed)
    sum_ = np.zeros((height, width), np.float32)
    for pixels, strength in ((16, 10), (8, 6), (4, 4), (2, 3)):
        coarse = random.standard_normal((height // pixels + 1, width // pixels + 1), np.float32) * strength
        sum_ += cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)
    sum_ += random.standard_normal((height, width), np.float32) * 5
    return np.clip(sum_ + 128, 0, 255).astype(np.uint8)


def picture(number, width, height):
    """Large shapes of its own, in colours of its own, with fine ones out of the common texture."""
    global _texture
    if _texture is None:
        _texture = texture(5000, 4000, 7)
    random = np.random.default_rng(number)
    large = np.zeros((height, width, 3), np.uint8)
    for cells, strength in ((3, 0.6), (12, 0.3), (48, 0.25)):
        layer = random.integers(0, 256, (cells, cells * 4 // 3, 3), np.uint8)
        layer = cv2.resize(layer, (width, height), interpolation=cv2.INTER_LINEAR)
        large = cv2.addWeighted(large, 1, layer, strength, 0)
    left, top = random.integers(0, 5000 - width), random.integers(0, 4000 - height)
    fine = cv2.merge([_texture[top:top + height, left:left + width]] * 3)
    return cv2.addWeighted(large, 0.9, fine, 0.8, -100)


def write(job):
    number, file, size = job
    pixels = picture(number, *size)
    cv2.setNumThreads(1)
    _, coded = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
    coded = coded.tobytes()
    if number % 8 == 7 and size[0] != size[1]:
        coded = coded[:2] + LYING + coded[2:]
    with open(file + ".part", "wb") as out:
        out.write(coded)
    os.rename(file + ".part", file)


def make(folder, count, sizes, fixtures=None):
    """`count` pictures in folders of a hundred; an unfinished one is finished. Returns all files, sorted."""
    jobs = []
    for i in range(count):
        below = os.path.join(folder, f"{i // 100:02}")
        os.makedirs(below, exist_ok=True)
        file = os.path.join(below, f"{i:05}.jpg")
        if not os.path.exists(file):
            jobs.append((i, file, sizes[i % len(sizes)]))
    if jobs:
        with Pool(os.cpu_count()) as pool:
            for _ in pool.imap_unordered(write, jobs, chunksize=4):
                pass
    if fixtures and os.path.isdir(fixtures) and not os.path.isdir(os.path.join(folder, "real")):
        real(fixtures, os.path.join(folder, "real"))
    return files(folder)


def real(fixtures, folder):
    """Those that this Python's OpenCV reads, too."""
    os.makedirs(folder + ".part", exist_ok=True)
    for name in ("images/plain", "dedup/images"):
        for file in files(os.path.join(fixtures, name)):
            if file.lower().endswith((".jpg", ".jpeg", ".png")) and cv2.imread(file) is not None:
                shutil.copyfile(file, os.path.join(folder + ".part", os.path.relpath(file, fixtures).replace("/", "-")))
    os.rename(folder + ".part", folder)


def some(folder, into, every):
    """Each `every`-th picture of a folder, as hard links."""
    shutil.rmtree(into, ignore_errors=True)
    for file in files(folder)[::every]:
        link = os.path.join(into, os.path.relpath(file, folder))
        os.makedirs(os.path.dirname(link), exist_ok=True)
        os.link(file, link)
    return files(into)


def files(folder):
    return sorted(os.path.join(at, name) for at, _, names in os.walk(folder) for name in names)
