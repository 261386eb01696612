#!/usr/bin/python3
"""What video-text data sets are prepared with today: a process pool, one seek per frame, a checkpoint file.

usage: clips_opencv_seek.py PAIRS.json OUT WORKERS

Its frames are not exact: CAP_PROP_FRAME_COUNT is the header's word, and a seek lands where OpenCV thinks best.
"""
import json
import os
import pickle
import sys
from multiprocessing import Pool

import cv2
import numpy as np

FRAMES, HEIGHT, WIDTH = 16, 160, 256


def prepare(job):
    entry, root, out = job
    capture = cv2.VideoCapture(os.path.join(root, entry["video"]))
    total = int(capture.get(cv2.CAP_PROP_FRAME_COUNT))
    frames = []
    for index in np.linspace(0, total - 1, FRAMES).astype(int):
        capture.set(cv2.CAP_PROP_POS_FRAMES, int(index))
        ok, frame = capture.read()
        if not ok:
            return entry["id"], False
        frames.append(cv2.resize(cv2.cvtColor(frame, cv2.COLOR_BGR2RGB), (WIDTH, HEIGHT)))
    capture.release()
    folder = os.path.join(out, entry["id"])
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "video_input.pkl"), "wb") as file:
        pickle.dump(np.stack(frames), file)
    with open(os.path.join(folder, "text.txt"), "w", encoding="utf-8") as file:
        file.write(entry["text"])
    return entry["id"], True


def main():
    pairs, out, workers = sys.argv[1], sys.argv[2], int(sys.argv[3])
    cv2.setNumThreads(1)
    os.makedirs(out, exist_ok=True)
    root = os.path.dirname(os.path.abspath(pairs))
    jobs = [(entry, root, out) for entry in json.load(open(pairs, encoding="utf-8"))]
    done = []
    with Pool(workers) as pool:
        for count, (name, ok) in enumerate(pool.imap_unordered(prepare, jobs), 1):
            if ok:
                done.append(name)
            if count % 1000 == 0 or count == len(jobs):
                with open(os.path.join(out, "checkpoint.json"), "w", encoding="utf-8") as file:
                    json.dump(done, file)
    print(f"{len(done)} of {len(jobs)} done")


if __name__ == "__main__":
    main()
