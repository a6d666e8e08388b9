import { extname } from 'node:path';
import { ownMember } from '../../../core/own-member.ts';

/**
 * The content type that the S3 deploy action stores, by file extension [seen for the first nine]. Files with other
 * extensions are `application/octet-stream`.
 */
const types: Record<string, string> = {
  html: 'text/html',
  css: 'text/css',
  js: 'application/x-javascript',
  json: 'application/json',
  svg: 'image/svg+xml',
  txt: 'text/plain',
  xml: 'application/xml',
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  htm: 'text/html',
  gif: 'image/gif',
  ico: 'image/x-icon',
  webp: 'image/webp',
  pdf: 'application/pdf',
  csv: 'text/csv',
  zip: 'application/zip',
};

export function contentType(file: string): string {
  return ownMember(types, extname(file).slice(1).toLowerCase()) ?? 'application/octet-stream';
}
