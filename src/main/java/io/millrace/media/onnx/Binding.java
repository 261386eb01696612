package io.millrace.media.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.SequenceInfo;
import ai.onnxruntime.TensorInfo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Which input of a model takes the pictures and which outputs give what the card expects, found by shape and type:
 * exporters name nodes as they like. Of outputs that look the same the order counts.
 *
 * @param input name of the input
 * @param type of its numbers: 32-bit or 16-bit floats
 * @param outputs names of the outputs, in the order of the card's answers; the last may lack
 * @param numbers floats of each output for one picture
 * @param freeBatch whether any number of pictures can be given at once; else it is one
 */
@SuppressWarnings("ArrayRecordComponent")
record Binding(String input, OnnxJavaType type, List<String> outputs, int[] numbers, boolean freeBatch) {

    private static final long ANY = -1;

    /** @throws ModelException that lists what the model has where the card does not fit it */
    static Binding of(Path file, ModelCard card, OrtSession session) throws ModelException, OrtException {
        NodeInfo input = input(file, card, session.getInputInfo().values());
        List<NodeInfo> outputs = List.copyOf(session.getOutputInfo().values());
        List<NodeInfo> bound = card.kind() == ModelKind.EMBEDDING
                ? List.of(output(file, card, outputs))
                : new Outputs(file, card, card.answers(), outputs).bound();
        boolean free = shape(input)[0] == ANY && bound.stream().allMatch(output -> shape(output)[0] == ANY);
        int[] numbers = card.answers().stream()
                .limit(bound.size())
                .mapToInt(Answer::numbers)
                .toArray();
        List<String> names = bound.stream().map(NodeInfo::getName).toList();
        return new Binding(input.getName(), tensor(input).type, names, numbers, free);
    }

    private static NodeInfo input(Path file, ModelCard card, Collection<NodeInfo> inputs) throws ModelException {
        ModelCard.Input wanted = card.input();
        long[] shape = wanted.layout().shape(ANY, wanted.height(), wanted.width());
        List<NodeInfo> fitting =
                inputs.stream().filter(input -> takes(input, shape)).toList();
        String expected = "the card " + card.name() + " expects floats " + shown(shape) + " (" + wanted.layout() + ")";
        if (fitting.isEmpty()) {
            throw new ModelException(file + " takes " + list(inputs) + ", but " + expected
                    + "; use the card of this model, or correct height, width and layout in it");
        }
        if (inputs.size() > 1) {
            throw new ModelException(file + " takes " + list(inputs) + ", but " + expected
                    + " and nothing else; export it with one input");
        }
        NodeInfo input = fitting.get(0);
        long batch = shape(input)[0];
        if (batch != ANY && batch != 1) {
            throw new ModelException(
                    file + " takes exactly " + batch + " pictures at a time; export it for one, or for any number");
        }
        OnnxJavaType type = tensor(input).type;
        if (type != OnnxJavaType.FLOAT && type != OnnxJavaType.FLOAT16) {
            throw new ModelException(file + " takes " + list(inputs)
                    + ", but only floats of 32 and 16 bits can be given;" + " export it with such an input");
        }
        return input;
    }

    private static boolean takes(NodeInfo input, long[] wanted) {
        return tensor(input) != null
                && shape(input).length == wanted.length
                && agree(
                        Arrays.stream(shape(input)).skip(1),
                        Arrays.stream(wanted).skip(1));
    }

    /** Whether a model's sides are those that are wanted, or left open. */
    private static boolean agree(LongStream sides, LongStream wanted) {
        long[] those = wanted.toArray();
        long[] these = sides.toArray();
        return these.length == those.length
                && IntStream.range(0, these.length).allMatch(i -> these[i] == ANY || these[i] == those[i]);
    }

    private static NodeInfo output(Path file, ModelCard card, List<NodeInfo> outputs) throws ModelException {
        long dimension = card.output().dimension();
        String expected = "the card " + card.name() + " expects " + dimension + " floats a picture";
        if (card.output().name() != null) {
            NodeInfo named = named(file, card.output().name(), outputs);
            if (!gives(named, dimension)) {
                throw new ModelException(file + " gives " + list(List.of(named)) + " there, but " + expected
                        + "; correct output.name or output.dimension in it");
            }
            return named;
        }
        List<NodeInfo> fitting =
                outputs.stream().filter(output -> gives(output, dimension)).toList();
        List<NodeInfo> sure = fitting.stream()
                .filter(output -> perPicture(output) == dimension)
                .toList();
        List<NodeInfo> best = sure.isEmpty() ? fitting : sure;
        if (best.isEmpty()) {
            throw new ModelException(file + " gives " + list(outputs) + ", but " + expected
                    + "; use the card of this model, or correct output.dimension in it");
        }
        if (best.size() > 1) {
            throw new ModelException(file + " gives " + list(best) + ", any of which could be what " + expected
                    + " of; say which with output.name in it");
        }
        return best.get(0);
    }

    private static NodeInfo named(Path file, String name, List<NodeInfo> outputs) throws ModelException {
        for (int i = 0; i < outputs.size(); i++) {
            if (outputs.get(i).getName().equals(name) || Integer.toString(i).equals(name)) {
                return outputs.get(i);
            }
        }
        throw new ModelException(file + " has no output " + name + ", which the card names; it gives " + list(outputs));
    }

    private static boolean gives(NodeInfo output, long dimension) {
        if (!isFloats(output)) {
            return false;
        }
        long numbers = perPicture(output);
        return numbers == dimension || (numbers == ANY && shape(output).length > 0);
    }

    private static boolean isFloats(NodeInfo output) {
        return tensor(output) != null
                && (tensor(output).type == OnnxJavaType.FLOAT || tensor(output).type == OnnxJavaType.FLOAT16);
    }

    /** How many numbers a picture gets; {@link #ANY} where the model leaves it open. */
    private static long perPicture(NodeInfo output) {
        long[] shape = shape(output);
        long numbers = shape.length == 1 ? shape[0] : 1;
        for (int axis = 1; axis < shape.length; axis++) {
            numbers = shape[axis] == ANY || numbers == ANY ? ANY : numbers * shape[axis];
        }
        return numbers;
    }

    private static TensorInfo tensor(NodeInfo node) {
        return node.getInfo() instanceof TensorInfo tensor ? tensor : null;
    }

    private static long[] shape(NodeInfo node) {
        return tensor(node).getShape();
    }

    private static String list(Collection<NodeInfo> nodes) {
        return nodes.stream()
                .map(node -> "'" + node.getName() + "' " + shown(node))
                .collect(Collectors.joining(", "));
    }

    private static String shown(NodeInfo node) {
        TensorInfo tensor = tensor(node);
        if (tensor == null) {
            return node.getInfo() instanceof SequenceInfo ? "a sequence" : "a map";
        }
        return tensor.onnxType
                        .name()
                        .replace("ONNX_TENSOR_ELEMENT_DATA_TYPE_", "")
                        .toLowerCase(Locale.ROOT) + " " + shown(tensor.getShape());
    }

    private static String shown(long[] shape) {
        return Arrays.stream(shape)
                .mapToObj(side -> side == ANY ? "n" : Long.toString(side))
                .collect(Collectors.joining(", ", "[", "]"));
    }

    /** The outputs of a kind that gives several. */
    private record Outputs(Path file, ModelCard card, List<Answer> answers, List<NodeInfo> outputs) {

        List<NodeInfo> bound() throws ModelException {
            return card.output().names().isEmpty() ? byShape() : byName();
        }

        private List<NodeInfo> byShape() throws ModelException {
            List<NodeInfo> bound = new ArrayList<>();
            for (Answer answer : answers) {
                List<NodeInfo> alike = alike(answer);
                int place = place(answer);
                if (alike.size() > place) {
                    bound.add(alike.get(place));
                } else if (answer.needed()) {
                    throw new ModelException(
                            file + " gives " + list(outputs) + ", but " + expected() + "; use the card of this model");
                }
            }
            return bound;
        }

        /** Which of those that look the same. */
        private int place(Answer answer) {
            return answers.stream().filter(answer::looksLike).toList().indexOf(answer);
        }

        /** Outputs of the answer's shape: as many as there are answers like it, or less. */
        private List<NodeInfo> alike(Answer answer) throws ModelException {
            List<NodeInfo> alike =
                    outputs.stream().filter(output -> fits(output, answer)).toList();
            long wanted = answers.stream().filter(answer::looksLike).count();
            if (alike.size() > wanted) {
                throw new ModelException(file + " gives " + list(alike) + ", any of which could be " + answer
                        + " of what " + expected() + "; say which with output.names in it");
            }
            return alike;
        }

        private List<NodeInfo> byName() throws ModelException {
            List<String> names = card.output().names();
            long needed = answers.stream().filter(Answer::needed).count();
            if (names.size() < needed || names.size() > answers.size()) {
                throw new ModelException(
                        "the card " + card.name() + " names " + names.size() + " outputs, but a model of" + " kind = "
                                + card.kind() + " gives " + shown() + "; correct output.names in it");
            }
            List<NodeInfo> bound = new ArrayList<>();
            for (int i = 0; i < names.size(); i++) {
                NodeInfo output = named(file, names.get(i), outputs);
                if (!fits(output, answers.get(i))) {
                    throw new ModelException(file + " gives " + list(List.of(output)) + " there, but the card "
                            + card.name() + " names it as " + answers.get(i) + "; correct output.names in it");
                }
                bound.add(output);
            }
            return bound;
        }

        private String expected() {
            return "the card " + card.name() + " expects floats: " + shown();
        }

        private String shown() {
            return answers.stream().map(Answer::toString).collect(Collectors.joining(", "));
        }

        /** The same sides, but for those of 1. */
        private static boolean fits(NodeInfo output, Answer answer) {
            if (!isFloats(output) || shape(output).length == 0) {
                return false;
            }
            LongStream sides = Arrays.stream(shape(output)).skip(1);
            LongStream wanted = Arrays.stream(answer.shape()).asLongStream();
            return agree(sides.filter(side -> side != 1), wanted.filter(side -> side != 1));
        }
    }
}
