/**
 * Folders as lists of items: walks, links, orders of names, and what tells one content from another. A list is read
 * lazily and in the same order every time.
 */
package io.millrace.data.folder;
