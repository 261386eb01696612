/** Results as samples of tar shards, with a table and statistics beside each. A visible shard is always whole. */
package io.millrace.store.shards;
