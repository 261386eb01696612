package io.millrace.jobs.landmarks.footage;

import io.millrace.data.table.RowSelection;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Which videos are wanted, and what is known of them.
 *
 * @param annotations the file; null for none: then all videos are wanted
 * @param root the folder that videos lie in
 * @param videoExtensions what names of video files end in
 * @param fields {@code id} to the field that names the video, where it is not called by one of the known names
 * @param unannotated whether videos without an annotation are wanted, too
 * @param selection which of all these
 */
record FootageQuery(
        Path annotations,
        Path root,
        List<String> videoExtensions,
        Map<String, String> fields,
        boolean unannotated,
        RowSelection selection) {

    public FootageQuery {
        fields = Map.copyOf(fields);
        videoExtensions = List.copyOf(videoExtensions);
    }

    /** For messages. */
    String name() {
        return annotations == null ? root.toString() : annotations.toString();
    }
}
