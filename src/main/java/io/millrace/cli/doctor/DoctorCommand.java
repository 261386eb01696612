package io.millrace.cli.doctor;

import io.millrace.doctor.MeasureException;
import io.millrace.jobs.Job;
import io.millrace.jobs.Jobs;
import io.millrace.run.process.ExitCode;
import io.millrace.run.process.Refusal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "doctor",
        header = {
            "  bin/run doctor",
            "  bin/run doctor clips",
            "  bin/run doctor clips pairs.json --clips-dir videos --memory 8GiB",
            "  bin/run doctor embed photos --model arcface --model-file w600k_r50.onnx",
            "  bin/run doctor landmarks --frames-dir frames --palm-model palm.onnx --hand-model hand.onnx",
            "  bin/run doctor all"
        },
        description = {
            "Checks the machine, its limits, the native libraries and the journal. Each",
            "failed line ends with the fix.",
            "",
            "With a job, measures what it takes of the memory, with one worker and with",
            "several (-w N: with N), and says how many workers this machine bears and what",
            "they will take. The job's input and options are those of a run; without INPUT",
            "samples are made. Its results go into a temporary folder (below --output, if",
            "given) and are removed. Takes one to three minutes; --max-duration TIME is how",
            "long each of the two runs may take."
        })
public final class DoctorCommand implements Callable<Integer> {

    private static final String ALL = "all";

    @Spec
    CommandSpec spec;

    @Option(names = "--json", description = "an object for each check or job, to stdout")
    boolean json;

    @Parameters(
            paramLabel = "<job>",
            description = "a job or all, then its INPUT and options as for a run; nothing: the quick checks")
    List<String> words = new ArrayList<>();

    /** What comes behind the job is for a run. */
    public static void prepare(CommandSpec doctor) {
        doctor.parser().stopAtPositional(true);
    }

    @Override
    public Integer call() throws Exception {
        if (words.isEmpty()) {
            ExitCode code = new MachineChecks(json).run();
            if (!json) {
                System.out.println(
                        "what a job takes of the memory, and how many workers fit: bin/run doctor clips (or another"
                                + " job, or all)");
            }
            return code.code();
        }
        return (words.get(0).equals(ALL) ? all() : one()).code();
    }

    private ExitCode one() throws Exception {
        MeasuredWords measured = MeasuredWords.of(spec, words);
        try {
            tell(measured);
            return ExitCode.OK;
        } catch (MeasureException e) {
            throw Refusal.unavailable(notMeasured(measured.job(), e));
        }
    }

    /** Each with samples; one that needs what was not given is passed over. */
    private ExitCode all() throws Exception {
        int measured = 0;
        for (Job job : Jobs.all()) {
            List<String> its = new ArrayList<>(words);
            its.set(0, job.name());
            try {
                MeasuredWords words = MeasuredWords.of(spec, its);
                words.requireNoInput();
                tell(words);
                measured++;
            } catch (MeasureException e) {
                System.err.println(notMeasured(job.name(), e));
            } catch (Refusal e) {
                if (e.code() == ExitCode.USAGE) {
                    throw e;
                }
                System.err.println(job.name() + " is not measured: " + e.getMessage());
            }
        }
        return measured == 0 ? ExitCode.UNAVAILABLE : ExitCode.OK;
    }

    private void tell(MeasuredWords words) throws Refusal, MeasureException, IOException, InterruptedException {
        var prescription = new MemoryTrial(words).run();
        if (json || words.json()) {
            System.out.println(prescription.json());
        } else {
            System.out.print(prescription.text());
        }
    }

    private static String notMeasured(String job, MeasureException e) {
        return job + " could not be measured: " + e.getMessage();
    }
}
