import { quote } from '../code.ts';
import { defaultSort, filterable, isText } from './listing.ts';
import type { TableModel } from './service.ts';

/** What the templates of a module say of its lists. */
export interface ListingModel {
  filterColumns: string[];
  searchColumns: string[];
  sortColumns: string[];
  defaultSort: string;
  /** Comments that say what an owner may add, each with its line break; '' where there is nothing. */
  unfiltered: string;
  searchable: string;
}

/** What lists of a resource offer, and what they could. */
export function listingModel(resource: TableModel): ListingModel {
  const { columns, key, filterColumns, searchColumns, sortColumns } = resource;
  const identifying = new Set([...key, ...resource.table.foreignKeys.flatMap((f) => f.columns)]);
  const byDefault = defaultSort(columns, sortColumns, key);
  const others = filterable(columns).filter((c) => !filterColumns.includes(c.key));
  const texts = filterable(columns).filter(
    (c) => isText(c) && !searchColumns.includes(c.key) && !identifying.has(c.key),
  );
  return {
    filterColumns,
    searchColumns,
    // Of a view, several columns are the nearest to what tells its rows apart.
    sortColumns: byDefault.includes(',') ? [byDefault, ...sortColumns] : sortColumns,
    defaultSort: byDefault,
    unfiltered: comment('Without an index, so that each such list reads the whole table:', others),
    searchable: comment('Text in which another may be looked for:', texts),
  };
}

function comment(text: string, columns: { key: string }[]): string {
  return columns.length > 0 ? `// ${text} ${columns.map((c) => quote(c.key)).join(', ')}.\n` : '';
}
