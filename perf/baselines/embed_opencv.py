#!/usr/bin/python3
"""What picture folders are embedded with today without a model: a process pool, OpenCV and numpy, batched commits, a checkpoint.

usage: embed_opencv.py FOLDER OUT WORKERS [--nothing-but-decode]

Per picture the work of `--model statistical`: SHA-256, means of 64 x 64 cells, and of these colours on a grid, HSV histogram,
edge directions on a grid, discrete cosine transform and moments: 512 numbers, length 1. The numbers are its own. With
--nothing-but-decode it stops after imread: what of its time is the codec's.
"""
import hashlib
import json
import os
import sqlite3
import sys
from multiprocessing import Pool

import cv2
import numpy as np

SIDE = 64
COMMIT = 100
ENDINGS = (".jpg", ".jpeg", ".png")
WEIGHTS = (0.25, 0.2, 0.25, 0.25, 0.05)
# Diagonal by diagonal, without the mean.
WAVES = sorted(((u, v) for u in range(20) for v in range(20) if u + v), key=lambda at: (at[0] + at[1], at[1]))[:192]
WAVES_U, WAVES_V = np.array(WAVES).T


def layout(light, blue, red):
    planes = cv2.merge([light - light.mean(), blue - light, red - light])
    return cv2.resize(planes, (6, 6), interpolation=cv2.INTER_AREA).ravel()


def histogram(bgr):
    hsv = cv2.cvtColor(bgr, cv2.COLOR_BGR2HSV)
    return cv2.calcHist([hsv], [0, 1, 2], None, [8, 3, 3], [0, 360, 0, 1, 0, 1.001]).ravel()


def edges(light):
    across = cv2.Sobel(light, cv2.CV_32F, 1, 0, ksize=1)
    down = cv2.Sobel(light, cv2.CV_32F, 0, 1, ksize=1)
    length, angle = cv2.cartToPolar(across, down)
    sector = np.minimum(angle % np.pi * (8 / np.pi), 7).astype(int)
    rows, columns = np.indices(light.shape) * 4 // SIDE
    return np.bincount(((rows * 4 + columns) * 8 + sector).ravel(), weights=length.ravel(), minlength=128)


def waves(light):
    return cv2.dct(light)[WAVES_V, WAVES_U] / (1 + WAVES_U + WAVES_V)


def moments(bgr):
    values = bgr.reshape(-1, 3)
    mean = values.mean(axis=0)
    off = values - mean
    square = off * off
    return np.concatenate([mean - 128 / 255, np.sqrt(square.mean(axis=0)), np.cbrt((square * off).mean(axis=0)),
                           (square * square).mean(axis=0) ** 0.25])


def vector(pixels):
    bgr = cv2.resize(pixels, (SIDE, SIDE), interpolation=cv2.INTER_AREA).astype(np.float32) / 255
    light = bgr @ np.array([0.114, 0.587, 0.299], np.float32)
    groups = [layout(light, bgr[..., 0], bgr[..., 2]), histogram(bgr), edges(light), waves(light), moments(bgr)]
    weighted = [group * np.sqrt(weight) / max(np.linalg.norm(group), 1e-12) for group, weight in zip(groups, WEIGHTS)]
    whole = np.concatenate(weighted).astype(np.float32)
    return whole / np.linalg.norm(whole)


def embed(file):
    with open(file, "rb") as opened:
        content = opened.read()
    pixels = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_COLOR)
    if pixels is None:
        return file, None, 0, 0, None
    height, width = pixels.shape[:2]
    return file, hashlib.sha256(content).hexdigest(), width, height, vector(pixels).tobytes()


def decode(file):
    pixels = cv2.imread(file)
    return pixels is not None


def serial():
    cv2.setNumThreads(1)


def main():
    folder, out, workers = sys.argv[1], sys.argv[2], int(sys.argv[3])
    files = sorted(os.path.join(at, name) for at, _, names in os.walk(folder) for name in names
                   if name.lower().endswith(ENDINGS))
    os.makedirs(out, exist_ok=True)
    with Pool(workers, serial) as pool:
        if "--nothing-but-decode" in sys.argv:
            print(f"{sum(pool.imap_unordered(decode, files))} of {len(files)} decoded")
            return
        keep(folder, out, files, pool.imap_unordered(embed, files))


def keep(folder, out, files, results):
    database = sqlite3.connect(os.path.join(out, "embeddings.sqlite"))
    database.execute("CREATE TABLE IF NOT EXISTS embeddings (path TEXT PRIMARY KEY, content_sha256 TEXT, width INTEGER,"
                     " height INTEGER, embedding BLOB)")
    done = 0
    for count, (file, sha256, width, height, blob) in enumerate(results, 1):
        if blob is not None:
            path = os.path.relpath(file, folder)
            database.execute("INSERT OR REPLACE INTO embeddings VALUES (?, ?, ?, ?, ?)",
                             (path, sha256, width, height, blob))
            done += 1
        if count % COMMIT == 0 or count == len(files):
            database.commit()
            with open(os.path.join(out, "checkpoint.json"), "w", encoding="utf-8") as checkpoint:
                json.dump({"seen": count, "done": done}, checkpoint)
    database.close()
    print(f"{done} of {len(files)} done")


if __name__ == "__main__":
    main()
