package io.millrace.media.image;

import io.millrace.engine.flow.Heartbeat;
import io.millrace.engine.item.FaultException;
import io.millrace.media.image.header.HeaderReader;
import io.millrace.media.image.header.HeifFile;
import io.millrace.media.image.header.HeifGrid;
import io.millrace.media.image.header.PixelLimit;
import io.millrace.media.pixel.BufferPool;
import io.millrace.media.pixel.Lease;
import java.nio.ByteBuffer;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;

/** Decodes the primary picture of a HEIF or AVIF file, tile by tile. */
final class HeifPicture {

    private final ByteBuffer file;
    private final long maxPixels;
    private final BufferPool pool;
    private final HeifFile items;
    private final HeifGrid grid;

    HeifPicture(ByteBuffer file, long maxPixels, BufferPool pool) throws FaultException {
        HeaderReader head = new HeaderReader(file);
        this.file = file;
        this.maxPixels = maxPixels;
        this.pool = pool;
        this.items = HeifFile.read(head);
        this.grid = HeifGrid.of(items, head, maxPixels);
    }

    void decode(ByteBuffer into) throws FaultException {
        if (grid.tiles().size() == 1 && grid.tileWidth() == grid.width() && grid.tileHeight() == grid.height()) {
            decode(grid.tiles().get(0), into);
            return;
        }
        try (Lease tile = pool.lease(PixelLimit.rgbBytes(grid.tileWidth(), grid.tileHeight()))) {
            for (int i = 0; i < grid.tiles().size(); i++) {
                Heartbeat.beat();
                decode(grid.tiles().get(i), tile.buffer());
                int left = i % grid.columns() * grid.tileWidth();
                int top = i / grid.columns() * grid.tileHeight();
                place(tile.buffer(), left, top, into);
            }
        }
    }

    private void decode(long item, ByteBuffer into) throws FaultException {
        boolean av1 = items.isAv1(item);
        // The AV1 decoder that FFmpeg would find by itself only works with hardware.
        AVCodec decoder = av1
                ? avcodec.avcodec_find_decoder_by_name("libaom-av1")
                : avcodec.avcodec_find_decoder(avcodec.AV_CODEC_ID_HEVC);
        ByteBuffer configuration = slice(items.configuration(item));
        try (FfmpegCodec codec = FfmpegCodec.open(decoder, av1 ? "AVIF" : "HEIC", configuration, maxPixels)) {
            AVFrame frame = codec.decode(data(item));
            if (frame.width() != grid.tileWidth() || frame.height() != grid.tileHeight()) {
                throw HeifFile.corrupt("decodes to another size than its header says");
            }
            FrameRgb.write(frame, false, into);
        }
    }

    /** What sticks out on the right and below is left out. */
    private void place(ByteBuffer tile, int left, int top, ByteBuffer into) {
        int columns = Math.min(grid.tileWidth(), grid.width() - left);
        int rows = Math.min(grid.tileHeight(), grid.height() - top);
        for (int y = 0; y < rows; y++) {
            into.put(3 * ((top + y) * grid.width() + left), tile, 3 * y * grid.tileWidth(), 3 * columns);
        }
    }

    /** Where it lies in one piece it is not copied. */
    private ByteBuffer data(long item) throws FaultException {
        List<HeifFile.Extent> extents = items.extents(item);
        if (extents.size() == 1) {
            return slice(extents.get(0));
        }
        long size = extents.stream().mapToLong(HeifFile.Extent::size).sum();
        if (size == 0 || size > file.limit()) {
            throw HeifFile.corrupt("says nowhere where a picture's data are");
        }
        ByteBuffer joined = ByteBuffer.allocateDirect((int) size);
        for (HeifFile.Extent extent : extents) {
            joined.put(slice(extent));
        }
        return joined.flip();
    }

    private ByteBuffer slice(HeifFile.Extent extent) {
        return file.slice((int) extent.at(), (int) extent.size());
    }
}
