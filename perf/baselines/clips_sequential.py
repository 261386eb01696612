#!/usr/bin/python3
"""The best that plain Python does exactly: decode every frame in order, keep the sampled ones.

usage: clips_sequential.py PAIRS.json OUT WORKERS av|opencv

The number of frames has to be known before the sampling, so `av` counts packets first (no decoding) and `opencv` grabs
all frames and retrieves the sampled ones in a second pass if the header was wrong.
"""
import json
import os
import sys
from multiprocessing import Pool

import cv2
import numpy as np

FRAMES, HEIGHT, WIDTH = 16, 160, 256


def sampled(total):
    return np.linspace(0, total - 1, FRAMES).astype(int)


def with_av(path):
    import av

    with av.open(path) as container:
        stream = container.streams.video[0]
        total = sum(1 for packet in container.demux(stream) if packet.size)
    with av.open(path) as container:
        stream = container.streams.video[0]
        stream.thread_count = 1
        wanted = set(sampled(total).tolist())
        frames = {}
        for index, frame in enumerate(container.decode(stream)):
            if index in wanted:
                frames[index] = cv2.resize(frame.to_ndarray(format="rgb24"), (WIDTH, HEIGHT))
            if len(frames) == len(wanted):
                break
    return np.stack([frames[index] for index in sampled(total).tolist()])


def with_opencv(path):
    capture = cv2.VideoCapture(path)
    total = int(capture.get(cv2.CAP_PROP_FRAME_COUNT))
    wanted = set(sampled(total).tolist())
    frames = {}
    index = 0
    while len(frames) < len(wanted) and capture.grab():
        if index in wanted:
            _, frame = capture.retrieve()
            frames[index] = cv2.resize(cv2.cvtColor(frame, cv2.COLOR_BGR2RGB), (WIDTH, HEIGHT))
        index += 1
    capture.release()
    return np.stack([frames[index] for index in sampled(total).tolist()])


def prepare(job):
    entry, root, out, reader = job
    frames = reader(os.path.join(root, entry["video"]))
    folder = os.path.join(out, entry["id"])
    os.makedirs(folder, exist_ok=True)
    np.save(os.path.join(folder, "frames.npy"), frames)
    with open(os.path.join(folder, "text.txt"), "w", encoding="utf-8") as file:
        file.write(entry["text"])


def main():
    pairs, out, workers = sys.argv[1], sys.argv[2], int(sys.argv[3])
    reader = {"av": with_av, "opencv": with_opencv}[sys.argv[4]]
    cv2.setNumThreads(1)
    root = os.path.dirname(os.path.abspath(pairs))
    jobs = [(entry, root, out, reader) for entry in json.load(open(pairs, encoding="utf-8"))]
    with Pool(workers) as pool:
        for _ in pool.imap_unordered(prepare, jobs):
            pass
    print(f"{len(jobs)} done")


if __name__ == "__main__":
    main()
