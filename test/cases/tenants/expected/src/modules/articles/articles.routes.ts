import { z } from 'zod';
import { retryTransient } from '../../db/retry';
import { articles } from '../../db/schema';
import { contextOf } from '../../http/context';
import { includedShape } from '../../http/includes';
import { includeQuery, listQuery, pageOf } from '../../http/list';
import { changesOf } from '../../http/merge-patch';
import { etag, expectedVersions, isFresh } from '../../http/preconditions';
import { notFound, preconditionFailed } from '../../http/problem';
import type { App } from '../../http/types';
import { once } from '../../idempotency';
import { articleIncludes } from './articles.includes';
import { articlePolicy } from './articles.policy';
import * as queries from './articles.queries';
import {
  articleCreate,
  articleListing,
  articleParams,
  articleResponse,
  articleUpdate,
} from './articles.schemas';

const withIncluded = articleResponse.extend(includedShape(articleIncludes));

export async function articleRoutes(app: App): Promise<void> {
  app.get(
    '/',
    {
      config: { access: articlePolicy.list, work: ['read'] },
      schema: {
        summary: 'List articles',
        querystring: listQuery(articles, { ...articleListing, include: articleIncludes }),
        response: { 200: pageOf(withIncluded) },
      },
    },
    (request) => queries.list(contextOf(request), request.query),
  );

  app.get(
    '/:id',
    {
      config: { access: articlePolicy.read, work: ['find'] },
      schema: {
        summary: 'Get an article',
        params: articleParams,
        querystring: includeQuery(articleIncludes),
        response: { 200: withIncluded, 304: z.undefined() },
      },
    },
    async (request, reply) => {
      const { include } = request.query;
      const article = await queries.find(contextOf(request), request.params, include);
      if (!article) throw notFound('article');
      // The tag is the row's own: it says nothing about rows that are brought along.
      if (
        include.length === 0 &&
        isFresh(request, reply, etag(article._version, articleResponse))
      ) {
        return reply.code(304).send();
      }
      return article;
    },
  );

  app.post(
    '/',
    {
      config: {
        access: articlePolicy.create,
        queries: 2,
        guards: ['idempotency'],
        work: ['write'],
      },
      schema: {
        summary: 'Create an article',
        body: articleCreate,
        response: { 201: articleResponse },
      },
    },
    (request, reply) =>
      once(request, reply, async (context) => {
        const article = await queries.create(context, request.body);
        reply.code(201);
        reply.header('location', `${app.prefix}/${article.id}`);
        reply.header('etag', etag(article._version, articleResponse));
        return article;
      }),
  );

  app.patch(
    '/:id',
    {
      config: {
        access: articlePolicy.update,
        queries: 3,
        guards: ['precondition'],
        work: ['find', 'write'],
      },
      schema: {
        summary: 'Change an article',
        params: articleParams,
        body: articleUpdate,
        response: { 200: articleResponse },
      },
    },
    async (request, reply) => {
      const { params } = request;
      const changes = changesOf(request, articles);
      const context = contextOf(request);
      const versions = expectedVersions(request);
      const article = await retryTransient(
        () => queries.update(context, params, changes, versions),
        request,
      );
      if (!article) {
        throw (await queries.isWritable(context, params))
          ? preconditionFailed()
          : notFound('article');
      }
      reply.header('etag', etag(article._version, articleResponse));
      return article;
    },
  );

  app.delete(
    '/:id',
    {
      config: { access: articlePolicy.delete, guards: ['precondition'], work: ['find', 'write'] },
      schema: {
        summary: 'Delete an article',
        params: articleParams,
        response: { 204: z.undefined() },
      },
    },
    async (request, reply) => {
      const { params } = request;
      const context = contextOf(request);
      const versions = expectedVersions(request);
      const removed = await retryTransient(
        () => queries.remove(context, params, versions),
        request,
      );
      if (!removed) {
        throw (await queries.isWritable(context, params))
          ? preconditionFailed()
          : notFound('article');
      }
      return reply.code(204).send();
    },
  );
}
