package io.millrace.media.text;

import java.util.List;
import java.util.Map;

/**
 * OpenAI's list of merges: a line that names the version, then a merge on each line, the best first. Ids are by place:
 * 256 bytes, the same at the end of a word, what the merges make, begin and end. The file goes on with merges that CLIP
 * does not use.
 */
final class OpenAiVocabulary {

    private static final int MERGES = 49_152 - 256 - 2;

    private OpenAiVocabulary() {}

    static boolean isOne(String content) {
        int end = content.indexOf('\n');
        return end > 0 && content.substring(0, end).contains("#version");
    }

    /** @throws IllegalArgumentException that says what is wrong with it */
    static ClipTokenizer read(String content) {
        List<String> merges =
                content.lines().skip(1).limit(MERGES).map(String::strip).toList();
        if (merges.size() < MERGES) {
            throw new IllegalArgumentException("it has " + merges.size() + " merges instead of " + MERGES);
        }
        Map<String, Integer> specials =
                Map.of(ClipTokenizer.BEGIN_WORD, ClipTokenizer.BEGIN, ClipTokenizer.END_WORD, ClipTokenizer.END);
        return new ClipTokenizer(new OpenAiRules(), new BytePairs(BytePairs.ids(merges), merges), specials);
    }
}
