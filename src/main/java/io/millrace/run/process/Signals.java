package io.millrace.run.process;

import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/**
 * INT and TERM: once drains, twice stops (which no shutdown hook could tell apart). USR1 asks how it goes. A terminal
 * that closes counts as TERM. Under a launcher that watches, one Ctrl-C reaches this process twice, from the terminal
 * and through the launcher, and one signal to the launcher only once: so of each signal that counts which was heard
 * more often. Installed for one run at a time, to its last word.
 */
public final class Signals implements AutoCloseable {

    /** What the run does. Called on the JVM's signal thread; must not block. */
    public interface Run {
        void drain(String signal);

        void stop(String signal);

        /** Says how it goes. */
        void show();
    }

    private static final String[] NAMES = {"INT", "TERM", "HUP"};

    private final Map<String, Object> before = new HashMap<>();

    /** How often each signal came, from the system and through the launcher. Guarded by this. */
    private final Map<String, Integer> direct = new HashMap<>();

    private final Map<String, Integer> throughLauncher = new HashMap<>();
    private final AtomicReference<ExitCode> first = new AtomicReference<>();
    private volatile Run run;

    public Signals(Run run) {
        this.run = run;
        for (String name : NAMES) {
            before.put(name, Jvm.handle(name, () -> receive(name, false)));
        }
        before.put(Supervisor.SHOW, Jvm.handle(Supervisor.SHOW, () -> run.show()));
        Supervisor.listen(name -> receive(name, true));
    }

    /** From here on signals are for {@code next}. */
    public void follow(Run next) {
        run = next;
    }

    /** Ends the process at once, without hooks: there is nothing to finish. */
    public static void end(ExitCode code) {
        Runtime.getRuntime().halt(code.code());
    }

    /** What the first signal asks the process to end with; null if there was none. */
    public ExitCode exitCode() {
        return first.get();
    }

    @Override
    public void close() {
        Supervisor.ignore();
        before.forEach(Jvm::set);
    }

    private void receive(String name, boolean told) {
        if (name.equals(Supervisor.SHOW)) {
            run.show();
            return;
        }
        int nth = count(name, told);
        if (nth == 0) {
            return;
        }
        first.compareAndSet(null, name.equals("INT") ? ExitCode.INTERRUPTED : ExitCode.TERMINATED);
        if (nth == 1) {
            run.drain(name);
        } else {
            run.stop(name);
        }
    }

    /** Signals so far, this one included; 0 if it is one that was counted on the other way. */
    private synchronized int count(String name, boolean told) {
        int before = total();
        (told ? throughLauncher : direct).merge(name, 1, Integer::sum);
        int after = total();
        return after > before ? after : 0;
    }

    private int total() {
        return Stream.of(NAMES)
                .mapToInt(name -> Math.max(direct.getOrDefault(name, 0), throughLauncher.getOrDefault(name, 0)))
                .sum();
    }

    /**
     * {@code sun.misc.Signal}, which every JVM has but javac warns of: there is no other way to take a second signal.
     */
    private static final class Jvm {

        /** Who was told before. */
        static Object handle(String name, Runnable then) {
            Class<?>[] types = {handlerType()};
            return set(name, Proxy.newProxyInstance(types[0].getClassLoader(), types, (proxy, method, given) -> {
                then.run();
                return null;
            }));
        }

        static Object set(String name, Object handler) {
            try {
                Class<?> type = Class.forName("sun.misc.Signal");
                Object signal = type.getConstructor(String.class).newInstance(name);
                return type.getMethod("handle", type, handlerType()).invoke(null, signal, handler);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("signal " + name + " cannot be handled", e);
            }
        }

        private static Class<?> handlerType() {
            try {
                return Class.forName("sun.misc.SignalHandler");
            } catch (ClassNotFoundException e) {
                throw new IllegalStateException("this JVM has no sun.misc.SignalHandler", e);
            }
        }
    }
}
