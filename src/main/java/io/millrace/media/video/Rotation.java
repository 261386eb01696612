package io.millrace.media.video;

import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVFrameSideData;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.IntPointer;

/** Reads how a picture lies from its display matrix, which FFmpeg hands on from the container or the codec. */
final class Rotation {

    private Rotation() {}

    /**
     * Clockwise degrees that turn the frame upright: 0, 90, 180 or 270, the nearest quarter turn. Mirroring is ignored.
     */
    static int clockwise(AVFrame frame) {
        AVFrameSideData matrix = avutil.av_frame_get_side_data(frame, avutil.AV_FRAME_DATA_DISPLAYMATRIX);
        if (matrix == null || matrix.isNull() || matrix.size() < 9 * Integer.BYTES) {
            return 0;
        }
        return quarter(avutil.av_display_rotation_get(new IntPointer(matrix.data())));
    }

    /**
     * The display matrix turns counter-clockwise by {@code degrees}: the picture is shown that much clockwise the other
     * way.
     */
    static int quarter(double degrees) {
        return Double.isNaN(degrees) ? 0 : Math.floorMod(-Math.round(degrees / 90), 4) * 90;
    }
}
