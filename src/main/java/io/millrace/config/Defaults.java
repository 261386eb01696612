package io.millrace.config;

import java.net.URL;
import java.util.List;

/**
 * Names files that add keys to reference.conf, each with its default and its comment. Found by its line in {@code
 * META-INF/services}.
 */
public interface Defaults {

    List<URL> files();
}
