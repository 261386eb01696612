#!/usr/bin/python3
"""One ffmpeg command per clip with a select filter; frames are counted with ffprobe before (packets, no decoding).

usage: clips_ffmpeg_select.py PAIRS.json OUT WORKERS
"""
import json
import os
import subprocess
import sys
from multiprocessing.pool import ThreadPool

import numpy as np

FRAMES, HEIGHT, WIDTH = 16, 160, 256


def count(path):
    command = ["ffprobe", "-v", "error", "-select_streams", "v:0", "-count_packets", "-show_entries",
               "stream=nb_read_packets", "-of", "csv=p=0", path]
    return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip().strip(","))


def prepare(job):
    entry, root, out = job
    path = os.path.join(root, entry["video"])
    indices = np.linspace(0, count(path) - 1, FRAMES).astype(int).tolist()
    chosen = "+".join(f"eq(n\\,{index})" for index in sorted(set(indices)))
    command = ["ffmpeg", "-v", "error", "-threads", "1", "-i", path, "-vf",
               f"select={chosen},scale={WIDTH}:{HEIGHT}:flags=bilinear", "-vsync", "0", "-frames:v",
               str(len(set(indices))), "-f", "rawvideo", "-pix_fmt", "rgb24", "-"]
    raw = subprocess.run(command, check=True, capture_output=True).stdout
    frames = np.frombuffer(raw, np.uint8).reshape(-1, HEIGHT, WIDTH, 3)
    at = {index: i for i, index in enumerate(sorted(set(indices)))}
    folder = os.path.join(out, entry["id"])
    os.makedirs(folder, exist_ok=True)
    np.save(os.path.join(folder, "frames.npy"), frames[[at[index] for index in indices]])
    with open(os.path.join(folder, "text.txt"), "w", encoding="utf-8") as file:
        file.write(entry["text"])


def main():
    pairs, out, workers = sys.argv[1], sys.argv[2], int(sys.argv[3])
    root = os.path.dirname(os.path.abspath(pairs))
    jobs = [(entry, root, out) for entry in json.load(open(pairs, encoding="utf-8"))]
    with ThreadPool(workers) as pool:
        for _ in pool.imap_unordered(prepare, jobs):
            pass
    print(f"{len(jobs)} done")


if __name__ == "__main__":
    main()
