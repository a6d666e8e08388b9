export const supportedNode: string;
/** Whether the kit runs on this version of Node, such as `22.12.0`. */
export function isSupportedNode(version: string): boolean;
/** Ends this process with exit code 2 and one message if its Node is too old. */
export function requireSupportedNode(): void;
