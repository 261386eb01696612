/** What the system lets this process have, and which of its limits a failure has met. */
package io.millrace.machine;
