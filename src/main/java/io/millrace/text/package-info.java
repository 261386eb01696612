/** Text that comes from outside, made safe to print: names, messages, cells. */
package io.millrace.text;
