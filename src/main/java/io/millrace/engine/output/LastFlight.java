package io.millrace.engine.output;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.engine.item.ItemId;
import io.millrace.engine.journal.JournalException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What {@link FlightTable} held when its process ended without closing it: killed, crashed, or still at work.
 *
 * @param pid of that process
 * @param since when it made the table
 * @param items the items that were in hand, each with the stage that had it
 */
public record LastFlight(long pid, Instant since, Map<ItemId, String> items) {

    /** Null where no process has left a table, or one that cannot be read: it says nothing then. */
    public static LastFlight of(Path output) throws JournalException {
        Path file = FlightTable.file(output);
        try {
            return read(ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN));
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            throw JournalException.io("cannot read", file, e);
        }
    }

    private static LastFlight read(ByteBuffer table) {
        if (table.capacity() < FlightTable.HEADER_BYTES
                || table.getInt(0) != FlightTable.MAGIC
                || table.getInt(Integer.BYTES) != FlightTable.VERSION) {
            return null;
        }
        Map<ItemId, String> items = new LinkedHashMap<>();
        int at = FlightTable.HEADER_BYTES;
        for (; at + FlightTable.SLOT_BYTES <= table.capacity(); at += FlightTable.SLOT_BYTES) {
            slot(table.slice(at, FlightTable.SLOT_BYTES).order(ByteOrder.LITTLE_ENDIAN), items);
        }
        return new LastFlight(
                table.getLong(FlightTable.PID_AT), Instant.ofEpochMilli(table.getLong(FlightTable.SINCE_AT)), items);
    }

    private static void slot(ByteBuffer slot, Map<ItemId, String> items) {
        int used = Math.min(slot.getInt(0), FlightTable.SLOT_BYTES - FlightTable.IDS_AT);
        String stage = text(slot, FlightTable.STAGE_AT, slot.getShort(FlightTable.STAGE_LENGTH_AT));
        int at = FlightTable.IDS_AT;
        int end = at + used;
        while (at + Short.BYTES < end) {
            int length = slot.getShort(at);
            if (length <= 0 || length > ItemId.MAX_BYTES || at + Short.BYTES + length > end) {
                return;
            }
            items.put(new ItemId(text(slot, at + Short.BYTES, length)), stage);
            at += Short.BYTES + length;
        }
    }

    private static String text(ByteBuffer slot, int at, int length) {
        byte[] bytes = new byte[Math.max(0, Math.min(length, slot.capacity() - at))];
        slot.get(at, bytes);
        return new String(bytes, UTF_8);
    }
}
