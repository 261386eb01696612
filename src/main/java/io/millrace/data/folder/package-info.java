/**
 * Lists items with demand. A source reads its list lazily and in the same order every time; an entry that cannot be listed
 * is an item that carries its fault, and only a list that cannot be read at all is an error.
 */
package io.millrace.data.folder;
