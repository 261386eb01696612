package io.millrace.store.shards;

import io.millrace.engine.item.Artifact;
import io.millrace.engine.item.ItemId;
import io.millrace.media.format.TarHeader;
import io.millrace.media.format.TarMember;
import io.millrace.media.format.TarReader;
import io.millrace.store.files.SinkException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The members of one sample in an archive, next to each other.
 *
 * @param key what their names have in common
 * @param members at least one, in the order of the archive
 */
public record TarSample(String key, List<TarMember> members) {

    /** The member of a sample that holds its facts, as JSON. */
    public static final String FACTS = "json";

    private static final int READ_BYTES = 1 << 20;

    /** All samples of an archive; of a torn one those before the tear, the last of which may lack members. */
    public static List<TarSample> all(FileChannel tar) throws IOException {
        return all(new TarReader(tar));
    }

    /**
     * All samples of a finished archive.
     *
     * @param path for the message
     * @throws SinkException when it is not whole
     */
    static List<TarSample> allOfFinished(FileChannel tar, Path path) throws IOException {
        TarReader reader = new TarReader(tar);
        List<TarSample> samples = all(reader);
        if (!reader.ended()) {
            throw SinkException.damaged(path);
        }
        return samples;
    }

    private static List<TarSample> all(TarReader reader) throws IOException {
        List<TarSample> samples = new ArrayList<>();
        for (TarMember member; (member = reader.next()) != null; ) {
            String key = SampleKey.ofMember(member.name());
            if (samples.isEmpty() || !samples.get(samples.size() - 1).key.equals(key)) {
                samples.add(new TarSample(key, new ArrayList<>()));
            }
            samples.get(samples.size() - 1).members.add(member);
        }
        return samples;
    }

    public ItemId id() {
        return SampleKey.id(key);
    }

    long start() {
        return members.get(0).start();
    }

    /** From its first header to its last member's padding. */
    long length() {
        return members.get(members.size() - 1).end() - start();
    }

    /** The content of the member called {@code key.what}. */
    public byte[] content(FileChannel tar, String what) throws IOException {
        return stream(tar, what).readAllBytes();
    }

    /** As {@link #content}, not read yet; needs not be closed. */
    InputStream stream(FileChannel tar, String what) throws IOException {
        for (TarMember member : members) {
            if (member.name().equals(key + "." + what)) {
                return new MemberStream(tar, member);
            }
        }
        throw new IOException("sample " + key + " has no member " + what);
    }

    /** Whether it is, to the last byte, what these artifacts of the archive {@code tarName} say. */
    boolean is(List<Artifact> artifacts, String tarName, FileChannel tar) throws IOException {
        if (artifacts.size() != members.size()) {
            return false;
        }
        for (int i = 0; i < artifacts.size(); i++) {
            TarMember member = members.get(i);
            Artifact artifact = artifacts.get(i);
            if (artifact.bytes() != member.size()
                    || !isFramed(member, tar)
                    || !artifact.equals(Artifact.inArchive(
                            tarName, member.name(), member.size(), checksum(tar, member.contentAt(), member.size())))) {
                return false;
            }
        }
        return true;
    }

    /** Whether header and padding are as they were written: they are copied with the content. */
    private static boolean isFramed(TarMember member, FileChannel tar) throws IOException {
        byte[] header = TarHeader.of(member.name(), member.size());
        long padding = member.contentAt() + member.size();
        return member.contentAt() - member.start() == header.length
                && Arrays.equals(header, bytes(tar, member.start(), header.length))
                && isZero(bytes(tar, padding, (int) (member.end() - padding)));
    }

    private static byte[] bytes(FileChannel tar, long start, int length) throws IOException {
        byte[] bytes = new byte[length];
        read(tar, start, ByteBuffer.wrap(bytes));
        return bytes;
    }

    private static boolean isZero(byte[] bytes) {
        return Arrays.equals(bytes, new byte[bytes.length]);
    }

    /** CRC-32C of a part of an archive. */
    public static int checksum(FileChannel tar, long start, long length) throws IOException {
        CRC32C crc = new CRC32C();
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(READ_BYTES, length));
        for (long done = 0; done < length; done += buffer.limit()) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), length - done));
            read(tar, start + done, buffer);
            crc.update(buffer.flip());
        }
        return (int) crc.getValue();
    }

    /** Leaves the archive's position alone. */
    private static final class MemberStream extends InputStream {

        private final FileChannel tar;
        private final TarMember member;
        private long done;

        MemberStream(FileChannel tar, TarMember member) {
            this.tar = tar;
            this.member = member;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
        }

        @Override
        public int read(byte[] into, int from, int most) throws IOException {
            int count = (int) Math.min(most, member.size() - done);
            if (count == 0) {
                return most == 0 ? 0 : -1;
            }
            TarSample.read(tar, member.contentAt() + done, ByteBuffer.wrap(into, from, count));
            done += count;
            return count;
        }
    }

    private static void read(FileChannel tar, long at, ByteBuffer into) throws IOException {
        int first = into.position();
        while (into.hasRemaining()) {
            if (tar.read(into, at + into.position() - first) < 0) {
                throw new IOException("an archive ends in the middle of a member");
            }
        }
    }
}
