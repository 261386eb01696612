/**
 * What MediaPipe's hand models see of a picture, and how hands are followed from frame to frame. The pixels are OpenCV's affair;
 * what they mean is {@link io.millrace.jobs.landmarks}'.
 */
package io.millrace.stage.transform.hands;
