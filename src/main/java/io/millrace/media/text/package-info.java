/**
 * Captions to CLIP tokens: repair of broken encodings, HTML entities, the rules of OpenAI's and of Hugging Face's
 * tokenizer, byte pair encoding. Tokens are those of the original programs, id for id.
 */
package io.millrace.media.text;
