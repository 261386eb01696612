package io.millrace.media.image.header;

import io.millrace.engine.item.FaultException;
import java.util.List;
import java.util.Set;

/**
 * The coded pictures that make the primary picture of a HEIF file, row by row; one where it is no grid.
 *
 * @param width of the whole in pixels, before it is turned
 * @param height of the whole
 * @param tileWidth of each tile
 * @param tileHeight of each tile
 * @param columns tiles beside each other
 * @param tiles their items
 */
public record HeifGrid(int width, int height, int tileWidth, int tileHeight, int columns, List<Long> tiles) {

    private static final Set<String> CODED = Set.of("av01", "hvc1");

    public static HeifGrid of(HeifFile file, HeaderReader head, long maxPixels) throws FaultException {
        long item = file.primary();
        HeifGrid grid = file.type(item).equals("grid") ? grid(file, head, item) : single(file, item);
        for (long tile : grid.tiles) {
            requireCoded(file.type(tile));
        }
        PixelLimit.check(grid.width, grid.height, maxPixels);
        PixelLimit.check(grid.tileWidth, grid.tileHeight, maxPixels);
        return grid;
    }

    private static HeifGrid single(HeifFile file, long item) throws FaultException {
        int width = size(file.width(item));
        int height = size(file.height(item));
        return new HeifGrid(width, height, width, height, 1, List.of(item));
    }

    /** Each tile shows something: otherwise few pixels could cost much work. */
    private static HeifGrid grid(HeifFile file, HeaderReader head, long item) throws FaultException {
        long at = file.extents(item).get(0).at();
        boolean large = (head.u8(at + 1) & 1) != 0;
        int rows = head.u8(at + 2) + 1;
        int columns = head.u8(at + 3) + 1;
        int width = size(large ? head.unsigned32(at + 4) : head.u16(at + 4));
        int height = size(large ? head.unsigned32(at + 8) : head.u16(at + 6));
        List<Long> tiles = file.parts(item);
        if (tiles.size() != rows * columns) {
            throw HeifFile.corrupt("has a grid of " + rows + "x" + columns + " with " + tiles.size() + " pictures");
        }
        int tileWidth = size(file.width(tiles.get(0)));
        int tileHeight = size(file.height(tiles.get(0)));
        boolean covers = (long) tileWidth * columns >= width && (long) tileHeight * rows >= height;
        boolean needed = (columns - 1L) * tileWidth < width && (rows - 1L) * tileHeight < height;
        if (!covers || !needed) {
            throw HeifFile.corrupt("has a grid that does not fit its picture");
        }
        return new HeifGrid(width, height, tileWidth, tileHeight, columns, List.copyOf(tiles));
    }

    private static void requireCoded(String type) throws FaultException {
        if (!CODED.contains(type)) {
            throw new FaultException(
                    "UnsupportedImage",
                    "HEIF pictures of the kind '" + type.replaceAll("[^ -~]", "?")
                            + "' are not supported, only AV1 and HEVC");
        }
    }

    private static int size(long pixels) throws FaultException {
        if (pixels < 1 || pixels > Integer.MAX_VALUE) {
            throw HeifFile.corrupt("claims a side of " + pixels + " pixels");
        }
        return (int) pixels;
    }
}
