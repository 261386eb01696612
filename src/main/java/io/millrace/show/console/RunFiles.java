package io.millrace.show.console;

import java.nio.file.Path;
import java.util.List;

/**
 * What a run writes about itself, for those who look over its shoulder.
 *
 * @param log its log; what would otherwise break into the screen goes there, too
 * @param config its effective settings
 * @param about lines that say where its report and its other files are
 */
public record RunFiles(Path log, Path config, List<String> about) {

    public RunFiles {
        about = List.copyOf(about);
    }
}
