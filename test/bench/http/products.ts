import { Client } from 'pg';

/** Big enough that indexes matter, small enough to stay in memory. */
const COUNT = 10_000;
const READ = 1000;

/**
 * Fills the shop with products.
 *
 * @returns ids of some of them, from all over the table, and of a category
 */
export async function fillProducts(url: string): Promise<{ ids: string[]; categoryId: string }> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('truncate products, categories cascade');
    await client.query(
      `insert into categories (name, slug) select 'Category ' || n, 'category-' || n from generate_series(1, 50) n`,
    );
    await client.query(INSERT, [COUNT]);
    await client.query('vacuum analyze products');
    const products = await client.query<{ id: string }>(
      'select id from products order by md5(sku) limit $1',
      [READ],
    );
    const categories = await client.query<{ id: string }>('select id from categories limit 1');
    return {
      ids: products.rows.map(({ id }) => id),
      categoryId: categories.rows[0]?.id ?? '',
    };
  } finally {
    await client.end();
  }
}

const INSERT = `
  insert into products (category_id, sku, name, description, price, compare_at_price, stock,
    attributes, image_urls, created_at)
  select (select array_agg(id) from categories)[1 + n % 50],
    'SEED-' || n,
    'Product number ' || n,
    'Some sentences about product number ' || n || ', as a shop has them. They are read in full.',
    (n % 200) + 0.99,
    case when n % 2 = 0 then (n % 200) + 10 end,
    n % 100,
    jsonb_build_object('color', 'blue', 'size', n % 40),
    array['https://images.example.com/' || n || '-1.jpg', 'https://images.example.com/' || n || '-2.jpg'],
    date_trunc('milliseconds', now()) - n * interval '1 minute'
  from generate_series(1, $1::int) n`;
