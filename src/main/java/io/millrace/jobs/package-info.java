/** The assemblies: what each job is made of, one page each, without threads and loops. */
package io.millrace.jobs;
