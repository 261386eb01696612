package io.millrace.jobs.landmarks.footage;

/**
 * A video that there is, or an annotation of one that there is not.
 *
 * @param id of the video
 * @param path of its file or folder below the root; null where there is none
 * @param pictures in the folder; {@link #UNREADABLE} where that could not be told
 * @param firstPicture the name of the first of them; empty where there is none
 * @param otherPath one more that has the same id; null for none
 * @param annotation JSON on one line; null where there is none
 */
record FootageRow(String id, String path, long pictures, String firstPicture, String otherPath, String annotation) {

    public static final long UNREADABLE = -1;
}
