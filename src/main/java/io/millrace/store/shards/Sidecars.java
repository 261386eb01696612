package io.millrace.store.shards;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.data.table.ParquetFile;
import io.millrace.data.table.ParquetFile.Column;
import io.millrace.data.table.TableLimits;
import io.millrace.media.format.ByteSource;
import io.millrace.store.files.Disk;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The table and the statistics beside a finished shard. They follow from the archive alone: its {@code json} members
 * and where its samples lie.
 */
public final class Sidecars {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SPLIT = "split";

    /** Of a table's columns, the first and the last two. */
    private static final int KEY_AND_PLACE = 3;

    private final List<Column> columns;
    private final long tableBytes;
    private final Disk disk;

    /**
     * @param facts the members of the samples' JSON that become columns
     * @param tableBytes memory for making a table; what is more spills into the work folder
     */
    Sidecars(List<Column> facts, long tableBytes, Disk disk) {
        this.columns = new ArrayList<>();
        this.columns.add(new Column("key", ParquetFile.Type.TEXT));
        this.columns.addAll(facts);
        this.columns.add(new Column("tar_offset", ParquetFile.Type.WHOLE));
        this.columns.add(new Column("tar_bytes", ParquetFile.Type.WHOLE));
        this.tableBytes = tableBytes;
        this.disk = disk;
    }

    /** Whether the archive is the one that the statistics were made of; also if one of them is not there. */
    public static boolean agree(ShardFiles shard) throws IOException {
        if (!Files.exists(shard.stats()) || !Files.exists(shard.tar())) {
            return true;
        }
        JsonNode stats = stats(shard.stats());
        try (FileChannel tar = FileChannel.open(shard.tar())) {
            return stats.path("bytes").asLong(-1) == tar.size()
                    && stats.path("crc32c").asText().equals(checksum(tar));
        }
    }

    /** A damaged one says nothing. */
    private static JsonNode stats(Path file) throws IOException {
        try {
            return JSON.readTree(Files.readAllBytes(file));
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    /**
     * Whether the table and the statistics are to the last byte what follows from the archive.
     *
     * @param limits for making a table
     */
    static boolean areWhole(ShardFiles shard, TableLimits limits) throws IOException {
        List<Column> found = ParquetFile.columns(shard.table(), limits);
        if (found == null || found.size() < KEY_AND_PLACE || !agree(shard)) {
            return false;
        }
        Sidecars again = new Sidecars(found.subList(1, found.size() - 2), limits.memoryBytes(), new Disk());
        Content content = again.content(shard);
        return again.columns.equals(found)
                && Arrays.equals(Files.readAllBytes(shard.stats()), content.stats.getBytes(UTF_8))
                && ParquetFile.holds(shard.table(), found, content.rows, limits);
    }

    /** Writes both, the statistics last. */
    void write(ShardFiles shard) throws IOException {
        Content content = content(shard);
        TableLimits limits = new TableLimits(tableBytes, 1, shard.work());
        ParquetFile.write(shard.making(shard.table()), columns, content.rows, limits);
        reveal(shard, shard.table());
        disk.write(shard.making(shard.stats()), ByteSource.of(content.stats.getBytes(UTF_8)), false);
        reveal(shard, shard.stats());
    }

    /** What follows from an archive: the rows of the table, and the statistics as they are written. */
    private record Content(List<List<Object>> rows, String stats) {}

    private Content content(ShardFiles shard) throws IOException {
        List<List<Object>> rows = new ArrayList<>();
        Map<String, Long> splits = new LinkedHashMap<>();
        try (FileChannel tar = FileChannel.open(shard.tar())) {
            for (TarSample sample : TarSample.allOfFinished(tar, shard.tar())) {
                Map<String, JsonNode> facts = facts(sample, tar);
                rows.add(row(sample, facts));
                count(facts.get(SPLIT), splits);
            }
            return new Content(rows, stats(shard.number(), rows.size(), tar.size(), checksum(tar), splits));
        }
    }

    private static void count(JsonNode split, Map<String, Long> splits) {
        if (split == null) {
            return;
        }
        for (Split one : Split.values()) {
            splits.putIfAbsent(one.word(), 0L);
        }
        splits.merge(split.asText(), 1L, Long::sum);
    }

    /** Its members that are wanted; lists, which may be as long as a video, are passed over as they are read. */
    private Map<String, JsonNode> facts(TarSample sample, FileChannel tar) throws IOException {
        Map<String, JsonNode> facts = new HashMap<>();
        try (JsonParser json = JSON.createParser(sample.stream(tar, TarSample.FACTS))) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                if (name.equals(SPLIT)
                        || columns.stream().anyMatch(column -> column.name().equals(name))) {
                    facts.put(name, json.readValueAsTree());
                } else {
                    json.skipChildren();
                }
            }
        }
        return facts;
    }

    private List<Object> row(TarSample sample, Map<String, JsonNode> facts) {
        List<Object> row = new ArrayList<>(columns.size());
        row.add(sample.key());
        for (Column column : columns.subList(1, columns.size() - 2)) {
            row.add(value(facts.get(column.name()), column.type()));
        }
        row.add(sample.start());
        row.add(sample.length());
        return row;
    }

    private static Object value(JsonNode fact, ParquetFile.Type type) {
        if (fact == null || fact.isNull()) {
            return null;
        }
        return switch (type) {
            case TEXT -> fact.isValueNode() ? fact.asText() : fact.toString();
            case WHOLE -> fact.asLong();
            case REAL -> fact.asDouble();
        };
    }

    /**
     * Splits only where samples have one:
     * {@code {"shard":0,"samples":1000,"bytes":...,"crc32c":"...","splits":{"train":801,"val":101,"test":98}}}.
     */
    private static String stats(long number, int samples, long bytes, String checksum, Map<String, Long> splits) {
        ObjectNode stats = JSON.createObjectNode();
        stats.put("shard", number).put("samples", samples).put("bytes", bytes).put("crc32c", checksum);
        if (!splits.isEmpty()) {
            splits.forEach(stats.putObject("splits")::put);
        }
        return stats + "\n";
    }

    /** CRC-32C of the whole archive, eight hexadecimal digits. */
    private static String checksum(FileChannel tar) throws IOException {
        return HexFormat.of().toHexDigits(TarSample.checksum(tar, 0, tar.size()));
    }

    private void reveal(ShardFiles shard, Path file) throws IOException {
        Path made = shard.making(file);
        disk.force(made);
        disk.rename(made, file);
        disk.forceFolder(shard.root());
    }
}
