package io.millrace.media.format;

/**
 * Where a regular file lies in an archive, in bytes from its beginning.
 *
 * @param name as stored, with forward slashes
 * @param start of its first header
 * @param contentAt where its content begins
 * @param size of the content
 */
public record TarMember(String name, long start, long contentAt, long size) {

    /** Where the next member's header begins. */
    public long end() {
        return contentAt + size + TarHeader.padding(size);
    }
}
