package io.millrace.media.image.header;

import io.millrace.engine.item.FaultException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The items of a HEIF or AVIF file (ISO/IEC 23008-12), as far as the primary picture needs them: one coded picture, or
 * a grid of them. Everything stands in the {@code meta} box; nothing is decoded here.
 */
public final class HeifFile {

    private static final int MOST_ITEMS = 1 << 16;
    private static final int[] TURNED = {1, 8, 3, 6};
    private static final int[] TURNED_THEN_TOP_DOWN = {4, 5, 2, 7};
    private static final int[] TURNED_THEN_LEFT_RIGHT = {2, 7, 4, 5};

    /** A stretch of the file. */
    public record Extent(long at, long size) {}

    private record Box(String type, long at, long end) {}

    private final HeaderReader head;
    private final Map<Long, String> types = new HashMap<>();
    private final Map<Long, List<Extent>> places = new HashMap<>();
    private final Map<Long, List<Integer>> associations = new HashMap<>();
    private final Map<Long, List<Long>> parts = new HashMap<>();
    private final List<Box> properties = new ArrayList<>();
    private long primary = -1;
    private long data;

    private HeifFile(HeaderReader head) {
        this.head = head;
    }

    public static HeifFile read(HeaderReader head) throws FaultException {
        HeifFile file = new HeifFile(head);
        Box meta = file.boxes(0, head.length()).stream()
                .filter(box -> box.type().equals("meta"))
                .findFirst()
                .orElseThrow(() -> corrupt("has no meta box"));
        List<Box> boxes = file.boxes(meta.at() + 4, meta.end());
        for (Box box : boxes) {
            file.data = box.type().equals("idat") ? box.at() : file.data;
        }
        for (Box box : boxes) {
            file.take(box);
        }
        if (file.types.get(file.primary) == null) {
            throw corrupt("has no primary picture");
        }
        return file;
    }

    long primary() {
        return primary;
    }

    /** The four letters of the item's kind; empty where there is no such item. */
    String type(long item) {
        return types.getOrDefault(item, "");
    }

    /** Whether a coded picture is AV1's; else it is HEVC's. */
    public boolean isAv1(long item) {
        return type(item).equals("av01");
    }

    /** The pictures that a grid is made of, row by row. */
    List<Long> parts(long item) {
        return parts.getOrDefault(item, List.of());
    }

    public List<Extent> extents(long item) throws FaultException {
        List<Extent> extents = places.get(item);
        if (extents == null) {
            throw corrupt("says nowhere where a picture's data are");
        }
        return extents;
    }

    /** The decoder's configuration of a coded picture. */
    public Extent configuration(long item) throws FaultException {
        Box box = required(item, isAv1(item) ? "av1C" : "hvcC", "a configuration of its codec");
        return new Extent(box.at(), box.end() - box.at());
    }

    long width(long item) throws FaultException {
        return head.unsigned32(required(item, "ispe", "a size").at() + 4);
    }

    long height(long item) throws FaultException {
        return head.unsigned32(required(item, "ispe", "a size").at() + 8);
    }

    /** How the item lies, as EXIF numbers it: first turned, then mirrored, which is the order the format prescribes. */
    int orientation(long item) {
        Box turn = property(item, "irot");
        Box mirror = property(item, "imir");
        int quarters = turn == null ? 0 : head.u8(turn.at()) & 3;
        if (mirror == null) {
            return TURNED[quarters];
        }
        return (head.u8(mirror.at()) & 1) == 0 ? TURNED_THEN_TOP_DOWN[quarters] : TURNED_THEN_LEFT_RIGHT[quarters];
    }

    public static FaultException corrupt(String what) {
        return new FaultException("CorruptImage", "the HEIF or AVIF file " + what);
    }

    private Box required(long item, String type, String what) throws FaultException {
        Box box = property(item, type);
        if (box == null) {
            throw corrupt("has a picture without " + what);
        }
        return box;
    }

    private Box property(long item, String type) {
        for (int index : associations.getOrDefault(item, List.of())) {
            if (index >= 1
                    && index <= properties.size()
                    && properties.get(index - 1).type().equals(type)) {
                return properties.get(index - 1);
            }
        }
        return null;
    }

    private void take(Box box) throws FaultException {
        switch (box.type()) {
            case "pitm" -> primary = head.u8(box.at()) == 0 ? head.u16(box.at() + 4) : head.unsigned32(box.at() + 4);
            case "iinf" -> readTypes(box);
            case "iloc" -> readPlaces(box);
            case "iprp" -> readProperties(box);
            case "iref" -> readParts(box);
            default -> {}
        }
    }

    private void readTypes(Box iinf) throws FaultException {
        long first = iinf.at() + (head.u8(iinf.at()) == 0 ? 6 : 8);
        for (Box entry : boxes(first, iinf.end())) {
            int version = head.u8(entry.at());
            if (version == 2) {
                types.put((long) head.u16(entry.at() + 4), head.letters(entry.at() + 8));
            } else if (version > 2) {
                types.put(head.unsigned32(entry.at() + 4), head.letters(entry.at() + 10));
            }
        }
    }

    private void readProperties(Box iprp) throws FaultException {
        for (Box box : boxes(iprp.at(), iprp.end())) {
            if (box.type().equals("ipco")) {
                properties.addAll(boxes(box.at(), box.end()));
            } else if (box.type().equals("ipma")) {
                readAssociations(box);
            }
        }
    }

    private void readAssociations(Box ipma) throws FaultException {
        int idBytes = head.u8(ipma.at()) > 0 ? 4 : 2;
        int indexBytes = (head.u8(ipma.at() + 3) & 1) != 0 ? 2 : 1;
        Numbers numbers = new Numbers(ipma.at() + 4);
        long count = count(numbers.next(4));
        for (long i = 0; i < count; i++) {
            List<Integer> list = associations.computeIfAbsent(numbers.next(idBytes), none -> new ArrayList<>());
            for (long indices = numbers.next(1); indices > 0; indices--) {
                list.add((int) numbers.next(indexBytes) & (indexBytes == 2 ? 0x7fff : 0x7f));
            }
        }
    }

    private void readParts(Box iref) throws FaultException {
        int idBytes = head.u8(iref.at()) > 0 ? 4 : 2;
        for (Box box : boxes(iref.at() + 4, iref.end())) {
            if (box.type().equals("dimg")) {
                Numbers numbers = new Numbers(box.at());
                List<Long> list = parts.computeIfAbsent(numbers.next(idBytes), none -> new ArrayList<>());
                for (long count = numbers.next(2); count > 0; count--) {
                    list.add(numbers.next(idBytes));
                }
            }
        }
    }

    private void readPlaces(Box iloc) throws FaultException {
        int version = head.u8(iloc.at());
        int offsetBytes = head.u8(iloc.at() + 4) >> 4;
        int lengthBytes = head.u8(iloc.at() + 4) & 15;
        int baseBytes = head.u8(iloc.at() + 5) >> 4;
        int indexBytes = version == 0 ? 0 : head.u8(iloc.at() + 5) & 15;
        int idBytes = version < 2 ? 2 : 4;
        Numbers numbers = new Numbers(iloc.at() + 6);
        long count = count(numbers.next(idBytes));
        for (long i = 0; i < count; i++) {
            long item = numbers.next(idBytes);
            long method = version == 0 ? 0 : numbers.next(2) & 15;
            numbers.at += 2; // which file
            long base = numbers.next(baseBytes) + (method == 1 ? data : 0);
            List<Extent> list = new ArrayList<>();
            for (long extents = numbers.next(2); extents > 0; extents--) {
                numbers.at += indexBytes;
                list.add(inside(base + numbers.next(offsetBytes), numbers.next(lengthBytes)));
            }
            places.put(item, list);
        }
    }

    /** Unsigned numbers that stand one behind the other. */
    private final class Numbers {

        private long at;

        Numbers(long at) {
            this.at = at;
        }

        long next(int bytes) {
            long value = 0;
            for (int i = 0; i < bytes; i++) {
                value = value << 8 | head.u8(at++);
            }
            return value;
        }
    }

    private Extent inside(long at, long size) throws FaultException {
        long length = size == 0 ? head.length() - at : size;
        if (at < 0 || length < 0 || at > head.length() || length > head.length() - at) {
            throw corrupt("says that a picture's data lie outside of it");
        }
        return new Extent(at, length);
    }

    private static long count(long items) throws FaultException {
        if (items > MOST_ITEMS) {
            throw corrupt("claims to hold " + items + " items");
        }
        return items;
    }

    /** The boxes from {@code from} to {@code end}; the last may be cut off by the end of the file. */
    private List<Box> boxes(long from, long end) throws FaultException {
        List<Box> boxes = new ArrayList<>();
        for (long at = from; at + 8 <= end; ) {
            long size = head.unsigned32(at);
            int headBytes = size == 1 ? 16 : 8;
            size = size == 1 ? new Numbers(at + 8).next(8) : size == 0 ? end - at : size;
            if (size < headBytes || boxes.size() > MOST_ITEMS) {
                throw corrupt("has a box that makes no sense");
            }
            long boxEnd = size > end - at ? end : at + size;
            boxes.add(new Box(head.letters(at + 4), at + headBytes, boxEnd));
            at = boxEnd;
        }
        return boxes;
    }
}
