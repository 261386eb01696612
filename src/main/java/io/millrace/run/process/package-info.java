/**
 * The process around a run: launcher and supervisor, signals, crashes, exit codes, where the program is installed. Only
 * here and in {@code cli} a process is ended.
 */
package io.millrace.run.process;
