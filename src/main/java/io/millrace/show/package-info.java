/** How numbers look to people, the same in the console, the report and the verdict. */
package io.millrace.show;
