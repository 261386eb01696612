package io.millrace.media.video;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.PointerPointer;

/**
 * The limit of the clips job on well-behaved H.264: a bare loop around libavcodec that decodes only what must be
 * decoded, believes every timestamp, checks nothing, and makes nothing of the frames.
 * {@code BareLoop PAIRS.json WORKERS}.
 */
public final class BareLoop {

    private static final int FRAMES = 16;

    private BareLoop() {}

    public static void main(String[] arguments) throws Exception {
        Path pairs = Path.of(arguments[0]).toAbsolutePath();
        avutil.av_log_set_level(avutil.AV_LOG_ERROR);
        ExecutorService workers = Executors.newFixedThreadPool(Integer.parseInt(arguments[1]));
        List<Callable<Integer>> clips = new ArrayList<>();
        for (JsonNode entry : new ObjectMapper().readTree(pairs.toFile())) {
            String file = pairs.resolveSibling(entry.get("video").asText()).toString();
            clips.add(() -> decode(file));
        }
        int found = 0;
        for (Future<Integer> clip : workers.invokeAll(clips)) {
            found += clip.get();
        }
        workers.shutdown();
        System.out.println(found + " frames of " + clips.size() + " clips");
        System.exit(found == FRAMES * clips.size() ? 0 : 1);
    }

    private static int decode(String file) {
        AVFormatContext container = new AVFormatContext(null);
        avformat.avformat_open_input(container, file, null, null);
        avformat.avformat_find_stream_info(container, (PointerPointer<?>) null);
        int index = avformat.av_find_best_stream(
                container, avutil.AVMEDIA_TYPE_VIDEO, -1, -1, (org.bytedeco.ffmpeg.avcodec.AVCodec) null, 0);
        AVStream stream = container.streams(index);
        List<AVPacket> packets = packets(container, index);
        AVCodecContext codec = avcodec.avcodec_alloc_context3(null);
        avcodec.avcodec_parameters_to_context(codec, stream.codecpar());
        codec.thread_count(1);
        avcodec.avcodec_open2(codec, avcodec.avcodec_find_decoder(codec.codec_id()), (AVDictionary) null);
        int found = decode(codec, packets, targets(packets));
        packets.forEach(avcodec::av_packet_free);
        avcodec.avcodec_free_context(codec);
        avformat.avformat_close_input(container);
        return found;
    }

    private static List<AVPacket> packets(AVFormatContext container, int index) {
        List<AVPacket> packets = new ArrayList<>();
        AVPacket packet = avcodec.av_packet_alloc();
        while (avformat.av_read_frame(container, packet) >= 0) {
            if (packet.stream_index() == index) {
                packets.add(avcodec.av_packet_clone(packet));
            }
            avcodec.av_packet_unref(packet);
        }
        avcodec.av_packet_free(packet);
        return packets;
    }

    private static Set<Long> targets(List<AVPacket> packets) {
        long[] times = packets.stream().mapToLong(AVPacket::pts).sorted().toArray();
        Set<Long> targets = new TreeSet<>();
        for (int i = 0; i < FRAMES; i++) {
            targets.add(times[(int) ((double) i * (times.length - 1) / (FRAMES - 1))]);
        }
        return targets;
    }

    /**
     * Group by group: those with a target up to the last one, and in them of what nobody refers to only the targets.
     */
    private static int decode(AVCodecContext codec, List<AVPacket> packets, Set<Long> targets) {
        AVFrame frame = avutil.av_frame_alloc();
        int found = 0;
        for (int from = 0; from < packets.size(); ) {
            int to = from + 1;
            while (to < packets.size() && (packets.get(to).flags() & avcodec.AV_PKT_FLAG_KEY) == 0) {
                to++;
            }
            int last = last(packets.subList(from, to), targets);
            for (int i = from; i <= from + last; i++) {
                boolean target = targets.contains(packets.get(i).pts());
                codec.skip_frame(target ? avcodec.AVDISCARD_DEFAULT : avcodec.AVDISCARD_NONREF);
                avcodec.avcodec_send_packet(codec, packets.get(i));
                found += receive(codec, frame, targets);
            }
            if (last >= 0) {
                avcodec.avcodec_send_packet(codec, null);
                found += receive(codec, frame, targets);
                avcodec.avcodec_flush_buffers(codec);
            }
            from = to;
        }
        avutil.av_frame_free(frame);
        return found;
    }

    private static int last(List<AVPacket> group, Set<Long> targets) {
        int last = group.size() - 1;
        while (last >= 0 && !targets.contains(group.get(last).pts())) {
            last--;
        }
        return last;
    }

    private static int receive(AVCodecContext codec, AVFrame frame, Set<Long> targets) {
        int found = 0;
        while (avcodec.avcodec_receive_frame(codec, frame) >= 0) {
            found += targets.contains(frame.pts()) ? 1 : 0;
        }
        return found;
    }
}
