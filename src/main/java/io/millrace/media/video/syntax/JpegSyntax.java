package io.millrace.media.video.syntax;

import java.nio.ByteBuffer;

/**
 * Motion JPEG: each picture stands alone where it brings its tables, or where none brings any and the default ones
 * hold.
 */
public final class JpegSyntax extends Syntax {

    private static final int START = 0xffd8;
    private static final int SCAN = 0xda;
    private static final int HUFFMAN_TABLES = 0xc4;
    private static final int QUANTISATION_TABLES = 0xdb;

    private boolean tables;

    @Override
    public byte kind(ByteBuffer packet) {
        boolean huffman = false;
        boolean quantisation = false;
        int at = 2;
        while (at + 4 <= packet.limit() && (packet.get(at) & 0xff) == 0xff && (packet.get(at + 1) & 0xff) != SCAN) {
            int marker = packet.get(at + 1) & 0xff;
            huffman |= marker == HUFFMAN_TABLES;
            quantisation |= marker == QUANTISATION_TABLES;
            at += 2 + (packet.getShort(at + 2) & 0xffff);
        }
        boolean scan = at + 4 <= packet.limit() && (packet.getShort(at) & 0xffff) == (0xff00 | SCAN);
        boolean same = order == 0 || huffman == tables;
        tables = huffman;
        order++;
        return scan && same && quantisation && (packet.getShort(0) & 0xffff) == START ? RANDOM_ACCESS : UNPROVEN;
    }
}
