package io.millrace.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A pairs manifest that a test makes up, and how many of its entries cannot work. */
public final class Pairs {

    private final ArrayNode entries = new ObjectMapper().createArrayNode();
    private final List<String> ids = new ArrayList<>();
    private int bad;

    /** An entry whose video decodes. */
    public void add(String id, Path video) {
        entries.addObject().put("id", id).put("video", video.toString()).put("text", "shows " + id);
        ids.add(id);
    }

    /** An entry that is to fail. */
    public void addBad(String id, Path video) {
        add(id, video);
        bad++;
    }

    /** In the order of the manifest. */
    public List<String> ids() {
        return ids;
    }

    int good() {
        return ids.size() - bad;
    }

    int bad() {
        return bad;
    }

    /** What a run of all of it ends with. */
    public int exit() {
        return bad == 0 ? 0 : 3;
    }

    public Path write(Path file) throws IOException {
        return Files.writeString(file, entries.toString());
    }
}
