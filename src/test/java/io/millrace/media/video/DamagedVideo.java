package io.millrace.media.video;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.bytedeco.ffmpeg.avcodec.AVPacket;

/** Copies of videos with damage at a certain place. */
final class DamagedVideo {

    /** What Matroska and AVI write before the data of a packet. */
    private static final int HEAD_BYTES = 12;

    private DamagedVideo() {}

    /** The last two thirds of one packet's bytes are zeros: its picture begins well. */
    static Path inPacket(Path sound, Path file, int packet) throws Exception {
        Place place = place(sound, packet);
        return overwrite(sound, file, place.begin + place.size / 3, place.begin + place.size, 0);
    }

    /** All of one packet's data is overwritten. */
    static Path withoutPacket(Path sound, Path file, int packet) throws Exception {
        Place place = place(sound, packet);
        return overwrite(sound, file, place.begin + HEAD_BYTES, place.begin + place.size, 0x55);
    }

    /** What is left of a download that broke off in the midst of the last packet kept. */
    static Path cutInPacket(Path sound, Path file, int packet) throws Exception {
        Place place = place(sound, packet);
        return Files.write(file, Arrays.copyOf(Files.readAllBytes(sound), place.begin + place.size / 2));
    }

    private static Path overwrite(Path sound, Path file, int begin, int end, int value) throws Exception {
        byte[] bytes = Files.readAllBytes(sound);
        Arrays.fill(bytes, begin, end, (byte) value);
        return Files.write(file, bytes);
    }

    private record Place(int begin, int size) {}

    private static Place place(Path file, int packet) throws Exception {
        try (VideoFile video = VideoFile.open(file, 178_956_970)) {
            AVPacket read = video.next();
            for (int i = 0; i < packet; i++) {
                read = video.next();
            }
            return new Place((int) read.pos(), read.size());
        }
    }
}
